package console

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/goccy/go-graphviz"
)

// Graphviz says where things go; the picture is drawn by the page (draw.go), so that
// it has the page's colours and nothing in it that was not put there.

// graphvizAlone is held while Graphviz works: it is one WebAssembly machine.
var graphvizAlone sync.Mutex

// place is a point in the picture's pixels, y downwards.
type place struct{ x, y float64 }

// box is a state or a frame round several.
type box struct {
	centre        place
	width, height float64
}

// curve is a transition: a Bézier spline, its tip, and where its label stands.
type curve struct {
	points []place
	tip    place
	label  *place
}

// layout is what Graphviz answers.
type layout struct {
	width, height float64
	boxes         map[string]box
	frames        map[string]box
	curves        []curve // in the order in which they were asked for
}

// sketch is a graph in Graphviz's language under way.
type sketch struct {
	text   strings.Builder
	curves int
}

func (s *sketch) box(id string, width, height float64) {
	fmt.Fprintf(&s.text, "%s [label=\"\", width=%.4f, height=%.4f];\n", id, width/72, height/72)
}

func (s *sketch) arrow(from, to, label string, weight int) {
	fmt.Fprintf(&s.text, "%s -> %s [id=%d, weight=%d", from, to, s.curves, weight)
	if label != "" {
		fmt.Fprintf(&s.text, ", label=%q", strings.Repeat("m", len([]rune(label))*5/8+1)) // its size is all that matters
	}
	s.text.WriteString("];\n")
	s.curves++
}

const sketchBegins = `digraph { rankdir=TB; nodesep=0.35; ranksep=0.42; splines=spline; compound=true;
node [shape=box, fixedsize=true]; edge [fontsize=11, arrowsize=0.8];
`

// lay has Graphviz find the places.
func (s *sketch) lay(ctx context.Context) (l *layout, err error) {
	graphvizAlone.Lock()
	defer graphvizAlone.Unlock()
	g, err := graphviz.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("start Graphviz: %w", err)
	}
	defer func() { _ = g.Close() }() // it gives memory back, and has nothing to say
	graph, err := graphviz.ParseBytes([]byte(sketchBegins + s.text.String() + "}"))
	if err != nil {
		return nil, fmt.Errorf("lay out the graph: %w", err)
	}
	defer func() { _ = graph.Close() }() // likewise
	var out bytes.Buffer
	if err := g.Render(ctx, graph, "json0", &out); err != nil {
		return nil, fmt.Errorf("lay out the graph: %w", err)
	}
	return readLayout(out.Bytes(), s.curves)
}

// readLayout reads Graphviz's JSON: places are points of 1/72 inch, y upwards.
func readLayout(text []byte, curves int) (*layout, error) {
	var file struct {
		Box     string `json:"bb"`
		Objects []struct {
			Name, Pos, Width, Height string
			Box                      string `json:"bb"`
		}
		Edges []struct{ ID, Pos, Lp string }
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("read Graphviz's answer: %w", err)
	}
	whole := numbers(file.Box)
	if len(whole) != 4 {
		return nil, fmt.Errorf("read Graphviz's answer: the picture has no size")
	}
	height := whole[3]
	point := func(text string) place {
		if n := numbers(text); len(n) == 2 {
			return place{n[0], height - n[1]}
		}
		return place{}
	}
	l := &layout{width: whole[2], height: height, boxes: map[string]box{}, frames: map[string]box{}, curves: make([]curve, curves)}
	for _, o := range file.Objects {
		if b := numbers(o.Box); len(b) == 4 {
			l.frames[o.Name] = box{place{(b[0] + b[2]) / 2, height - (b[1]+b[3])/2}, b[2] - b[0], b[3] - b[1]}
			continue
		}
		width, _ := strconv.ParseFloat(o.Width, 64) // Graphviz's own
		tall, _ := strconv.ParseFloat(o.Height, 64)
		l.boxes[o.Name] = box{point(o.Pos), width * 72, tall * 72}
	}
	for _, e := range file.Edges {
		id, err := strconv.Atoi(e.ID)
		if err != nil || id < 0 || id >= curves {
			return nil, fmt.Errorf("read Graphviz's answer: the edge %q is not one of ours", e.ID)
		}
		c := &l.curves[id]
		for part := range strings.FieldsSeq(e.Pos) {
			if tip, ok := strings.CutPrefix(part, "e,"); ok {
				c.tip = point(tip)
			} else {
				c.points = append(c.points, point(part))
			}
		}
		if e.Lp != "" {
			at := point(e.Lp)
			c.label = &at
		}
	}
	return l, nil
}

// numbers reads numbers that commas part.
func numbers(text string) (all []float64) {
	if text == "" {
		return nil
	}
	for part := range strings.SplitSeq(text, ",") {
		n, err := strconv.ParseFloat(part, 64)
		if err != nil {
			return nil
		}
		all = append(all, n)
	}
	return all
}
