package console

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math"
	"strings"
	"sync"
)

// drawing is a graph on its way to a Picture.
type drawing struct {
	sketch sketch
	boxes  []drawnBox
	arrows []arrow
	frames []string // ids of frames, with the state whose they are
	owners []string
	total  int
}

type drawnBox struct {
	id, name, kind string // kind "start", "end" and "join" are no states
}

const (
	boxHeight = 44
	dotSize   = 18
)

// pictures keeps the picture of each definition: a machine has one per revision,
// and an imported one may be looked at again.
type pictures struct {
	mu   sync.Mutex // guards made
	made map[[32]byte]*Picture
}

// of draws the definition.
func (p *pictures) of(ctx context.Context, definition string) (*Picture, error) {
	key := sha256.Sum256([]byte(definition))
	p.mu.Lock()
	made, ok := p.made[key]
	p.mu.Unlock()
	if ok {
		return made, nil
	}
	g, err := graphOf([]byte(definition), 0)
	if err != nil {
		return nil, err
	}
	made, err = draw(ctx, g)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.made == nil || len(p.made) >= 64 {
		p.made = map[[32]byte]*Picture{}
	}
	p.made[key] = made
	return made, nil
}

func draw(ctx context.Context, g *machineGraph) (*Picture, error) {
	d := &drawing{}
	start := d.dot("start")
	ids := d.machine(g)
	if d.total > maxStates {
		return nil, fmt.Errorf("the definition has %d states; at most %d are drawn", d.total, maxStates)
	}
	d.arrow(arrow{"", g.start, "begin", ""}, start, ids[g.start].in, 10)
	if len(g.ends) > 0 {
		end := d.dot("end")
		for _, name := range g.ends {
			d.arrow(arrow{name, "", "finish", ""}, ids[name].out, end, 2)
		}
	}
	l, err := d.sketch.lay(ctx)
	if err != nil {
		return nil, err
	}
	return d.paint(l), nil
}

// ports are the boxes at which a state's arrows arrive and leave.
type ports struct{ in, out string }

// machine sketches one States object.
func (d *drawing) machine(g *machineGraph) map[string]ports {
	ids := map[string]ports{}
	for _, n := range g.nodes {
		ids[n.name] = d.state(n)
	}
	for _, a := range g.arrows {
		weight := 8
		from := ids[a.from].out
		if a.kind == "catch" {
			weight, from = 1, ids[a.from].in
		}
		d.arrow(a, from, ids[a.to].in, weight)
	}
	return ids
}

// state sketches a state; one with branches is a frame with its name at the top
// and a point at the bottom where the branches meet.
func (d *drawing) state(n *node) ports {
	d.total++
	if len(n.inside) == 0 {
		id := d.box(n.name, n.kind)
		return ports{id, id}
	}
	frame := fmt.Sprintf("cluster_%d", len(d.frames))
	d.frames, d.owners = append(d.frames, frame), append(d.owners, n.name)
	fmt.Fprintf(&d.sketch.text, "subgraph %s { margin=12;\n", frame)
	head := d.box(n.name, n.kind)
	foot := d.dot("join")
	for _, inner := range n.inside {
		ids := d.machine(inner)
		d.arrow(arrow{n.name, inner.start, "branch", ""}, head, ids[inner.start].in, 5)
		for _, name := range inner.ends {
			d.arrow(arrow{name, n.name, "branch", ""}, ids[name].out, foot, 2)
		}
	}
	d.sketch.text.WriteString("}\n")
	return ports{head, foot}
}

func (d *drawing) box(name, kind string) string {
	id := fmt.Sprintf("n%d", len(d.boxes))
	d.boxes = append(d.boxes, drawnBox{id, name, kind})
	d.sketch.box(id, max(120, 7.8*float64(len([]rune(short(name))))+34), boxHeight)
	return id
}

func (d *drawing) dot(kind string) string {
	id := fmt.Sprintf("n%d", len(d.boxes))
	d.boxes = append(d.boxes, drawnBox{id, "", kind})
	d.sketch.box(id, dotSize, dotSize)
	return id
}

func (d *drawing) arrow(a arrow, from, to string, weight int) {
	a.label = short(a.label)
	d.arrows = append(d.arrows, a)
	d.sketch.arrow(from, to, a.label, weight)
}

// short cuts a name that would make its box too wide; the whole is in the title.
func short(name string) string {
	if r := []rune(name); len(r) > 30 {
		return string(r[:29]) + "…"
	}
	return name
}

const margin = 12

// Picture is a state machine as it is shown: a page makes SVG of it, node by node,
// so that nothing of a definition is ever markup.
type Picture struct {
	Width  float64        `json:"width"`
	Height float64        `json:"height"`
	Frames []pictureBox   `json:"frames"`
	Arrows []pictureArrow `json:"arrows"`
	Boxes  []pictureBox   `json:"boxes"`
}

// pictureBox is a rectangle, or a dot, by its upper left corner.
type pictureBox struct {
	State  string  `json:"state,omitempty"`
	Label  string  `json:"label,omitempty"`
	Kind   string  `json:"kind"` // the state's type, or "start", "end", "join", "frame"
	X      float64 `json:"x"`
	Y      float64 `json:"y"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

type pictureArrow struct {
	From  string `json:"from"`
	To    string `json:"to"`
	Kind  string `json:"kind"`
	Line  string `json:"line"` // an SVG path
	Tip   string `json:"tip"`  // likewise
	Label string `json:"label,omitempty"`
	// X and Y are where the label's middle is.
	X float64 `json:"x,omitempty"`
	Y float64 `json:"y,omitempty"`
}

// paint puts the parts where Graphviz says they belong.
func (d *drawing) paint(l *layout) *Picture {
	p := &Picture{Width: round(l.width + 2*margin), Height: round(l.height + 2*margin), Frames: []pictureBox{}}
	at := func(state, label, kind string, b box) pictureBox {
		return pictureBox{state, label, kind, round(b.centre.x - b.width/2 + margin), round(b.centre.y - b.height/2 + margin), round(b.width), round(b.height)}
	}
	for i, frame := range d.frames {
		p.Frames = append(p.Frames, at(d.owners[i], "", "frame", l.frames[frame]))
	}
	for i, a := range d.arrows {
		if c := l.curves[i]; len(c.points) >= 4 {
			p.Arrows = append(p.Arrows, paintArrow(a, c))
		}
	}
	for _, x := range d.boxes {
		p.Boxes = append(p.Boxes, at(x.name, short(x.name), x.kind, l.boxes[x.id]))
	}
	return p
}

func round(n float64) float64 { return math.Round(n*10) / 10 }

func paintArrow(a arrow, c curve) pictureArrow {
	var line strings.Builder
	fmt.Fprintf(&line, "M%s", c.points[0])
	for i := 1; i+2 < len(c.points); i += 3 {
		fmt.Fprintf(&line, " C%s %s %s", c.points[i], c.points[i+1], c.points[i+2])
	}
	drawn := pictureArrow{From: a.from, To: a.to, Kind: a.kind, Line: line.String(), Tip: tip(c.points[len(c.points)-1], c.tip)}
	if a.label != "" && c.label != nil {
		drawn.Label, drawn.X, drawn.Y = a.label, round(c.label.x+margin), round(c.label.y+margin)
	}
	return drawn
}

// String writes a point for an SVG path.
func (p place) String() string { return fmt.Sprintf("%.1f,%.1f", p.x+margin, p.y+margin) }

// tip draws an arrow's head from the end of its line to its tip.
func tip(from, to place) string {
	dx, dy := to.x-from.x, to.y-from.y
	length := math.Hypot(dx, dy)
	if length == 0 {
		return ""
	}
	const half = 3.6
	aside := place{-dy / length * half, dx / length * half}
	return fmt.Sprintf("M%s L%s L%s Z", to, place{from.x + aside.x, from.y + aside.y}, place{from.x - aside.x, from.y - aside.y})
}
