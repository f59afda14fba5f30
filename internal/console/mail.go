package console

import (
	"strings"
	"time"

	parser "golang.org/x/net/html"

	"github.com/orderflow/orderflow/internal/localaws/ses"
)

// shapes are the elements that a mail is shown with. Everything else of its HTML is
// left out but the text in it, and every attribute is.
var shapes = map[string]bool{
	"p": true, "br": true, "ul": true, "ol": true, "li": true, "b": true, "strong": true, "i": true, "em": true, "h1": true, "h2": true,
	"h3": true, "table": true, "tbody": true, "thead": true, "tr": true, "td": true, "th": true, "blockquote": true, "pre": true, "hr": true,
}

// silent are the elements whose text is not for people.
var silent = map[string]bool{"script": true, "style": true, "title": true, "head": true, "template": true, "noscript": true, "iframe": true}

// shape is a piece of a mail's HTML that a page makes nodes of: a text, or an element
// with what is in it.
type shape struct {
	Tag  string  `json:"tag,omitempty"`
	Text string  `json:"text,omitempty"`
	In   []shape `json:"in,omitempty"`
}

// deepest is how deep the shapes of a mail nest; what is deeper is left out.
const deepest = 40

// shapesOf reads HTML from anybody. It cannot fail: a browser shows anything too.
func shapesOf(text string) []shape {
	root, err := parser.Parse(strings.NewReader(text))
	if err != nil { // of reading, and a string can be read
		return nil
	}
	return shapesIn(root, 0)
}

func shapesIn(n *parser.Node, depth int) (all []shape) {
	if depth > deepest {
		return nil
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		switch {
		case child.Type == parser.TextNode:
			if strings.TrimSpace(child.Data) != "" {
				all = append(all, shape{Text: child.Data})
			}
		case child.Type != parser.ElementNode || silent[child.Data]:
		case shapes[child.Data]:
			all = append(all, shape{Tag: child.Data, In: shapesIn(child, depth+1)})
		default:
			all = append(all, shapesIn(child, depth+1)...)
		}
	}
	return all
}

func showMail(m ses.Mail) mailAnswer {
	return mailAnswer{
		ID: m.ID, At: m.At.Format(time.RFC3339Nano), From: m.From, To: m.To, Subject: m.Subject, Text: m.Text, HTML: shapesOf(m.HTML), Tags: m.Tags,
	}
}
