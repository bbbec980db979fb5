package delivery_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"reflect"
	"slices"
	"testing"

	"hachinohe.example/opendata/internal/delivery"
)

// A response that was prepared is the same as before, byte by byte, but for the
// number of the request; a new state has a new one.
func TestPreparedResponses(t *testing.T) {
	current, made := identity, 0
	cfg := config(io.Discard)
	cfg.State = func() (string, bool) { return current, true }
	h := serving(cfg, map[string]func() delivery.Response{"/": func() delivery.Response {
		made++
		return &delivery.Stream{
			Head: delivery.Head{
				ContentType: "text/csv", Links: []string{"<a>", "<b>"}, State: current,
				Origin: delivery.Origin{Identity: current, Effective: effective()},
			},
			Key: "/", Write: writing(append([]byte(current), long()...)),
		}
	}})
	var last string
	for _, state := range []string{"state-1", "state-2"} {
		current = state
		for _, coding := range []string{"", "gzip"} {
			prepare(t, h, "/", "Accept-Encoding", coding)
			first := ask(t, h, "/", "Accept-Encoding", coding)
			before := made
			second := ask(t, h, "/", "Accept-Encoding", coding)
			if made != before {
				t.Errorf("%s %q was not prepared", state, coding)
			}
			if third := ask(t, h, "/", "Accept-Encoding", coding, "X-Request-ID", "other"); !slices.Equal(third.Header().Values("X-Request-ID"), []string{"other"}) {
				t.Errorf("the id is that of another request: %v", third.Header())
			}
			if !bytes.Equal(first.Body.Bytes(), second.Body.Bytes()) || first.Header().Get("ETag") != second.Header().Get("ETag") || len(second.Header().Values("Link")) != 2 {
				t.Errorf("%v\n%v", first.Header(), second.Header())
			}
			if w := send(t, h, http.MethodHead, "/", "Accept-Encoding", coding); w.Body.Len() > 0 || made != before || !reflect.DeepEqual(w.Header(), second.Header()) {
				t.Errorf("HEAD %v\nGET %v", w.Header(), second.Header())
			}
			if w := ask(t, h, "/", "Accept-Encoding", coding, "If-None-Match", first.Header().Get("ETag")); w.Code != http.StatusNotModified || made != before || w.Header().Get("Content-Type") != "" {
				t.Errorf("%d, %v", w.Code, w.Header())
			}
			if w := ask(t, h, "/", "Accept-Encoding", coding, "If-Match", `"x"`); w.Code != http.StatusPreconditionFailed || w.Header().Get("ETag") != "" {
				t.Errorf("%d, %v", w.Code, w.Header())
			}
			if coding == "" && first.Body.String() == last {
				t.Error("the new state has the old response")
			}
			last = first.Body.String()
		}
	}
}

// counted serves one response at / that Accept chooses, and counts how often the
// handler is asked for it.
func counted(about delivery.Head) (h http.Handler, asked *int) {
	asked = new(int)
	d := delivery.New(config(io.Discard))
	return d.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked++
		accept := r.Header.Get("Accept")
		d.Respond(w, r, &delivery.Page{Head: about, Key: accept, Make: body("as " + accept)})
	})), asked
}

// What Accept chooses is prepared for those who send the same one.
func TestPreparedResponsesAreChosenByAccept(t *testing.T) {
	h, asked := counted(delivery.Head{ByAccept: true, State: identity})
	for _, accept := range []string{"", "text/csv", "application/json"} {
		prepare(t, h, "/", "Accept", accept)
		before := *asked
		if w := ask(t, h, "/", "Accept", accept); *asked != before || w.Body.String() != "as "+accept {
			t.Errorf("%q is answered %q, prepared %t", accept, w.Body, *asked == before)
		}
	}
}

// What Accept does not choose is prepared once for all.
func TestPreparedResponsesForEveryAccept(t *testing.T) {
	h, asked := counted(delivery.Head{State: identity})
	prepare(t, h, "/", "Accept", "text/html")
	before := *asked
	if ask(t, h, "/", "Accept", "*/*"); *asked != before {
		t.Error("another Accept has another response")
	}
}

// A client that only ever asks whether something has changed is answered without
// the handler, too, and still gets the body when it wants it.
func TestNotModifiedIsPreparedByItself(t *testing.T) {
	h, asked := counted(delivery.Head{ByAccept: true, State: identity})
	tag := send(t, h, http.MethodHead, "/").Header().Get("ETag")
	conditional := func() int { return ask(t, h, "/", "If-None-Match", tag).Code }
	if conditional() != http.StatusNotModified {
		t.Fatal("modified")
	}
	before := *asked
	if conditional() != http.StatusNotModified || *asked != before {
		t.Error("the handler was asked again")
	}
	prepare(t, h, "/")
	before = *asked
	if w := ask(t, h, "/"); w.Body.String() != "as " || *asked != before {
		t.Errorf("%q, prepared %t", w.Body, *asked == before)
	}
}

// That somebody has a response says that there is one, to nobody but him.
func TestNotModifiedIsPreparedForWhoHasTheTag(t *testing.T) {
	well, _ := counted(delivery.Head{State: identity})
	tag := ask(t, well, "/").Header().Get("ETag")
	ill := serving(config(io.Discard), map[string]func() delivery.Response{"/": func() delivery.Response {
		return &delivery.Page{Head: delivery.Head{State: identity}, Make: func(context.Context) (*delivery.Body, error) { return nil, errStream }}
	}})
	for range 2 {
		if w := ask(t, ill, "/", "If-None-Match", tag); w.Code != http.StatusNotModified {
			t.Errorf("who has it is answered %d", w.Code)
		}
		if w := ask(t, ill, "/", "If-None-Match", "*"); w.Code != http.StatusInternalServerError {
			t.Errorf("who has nothing is answered %d", w.Code)
		}
	}
}

// What depends on more than the state, or is of another state, is made anew.
func TestWhatIsNotPrepared(t *testing.T) {
	for name, state := range map[string]string{"of no state": "", "of another state": "state-0"} {
		h, asked := counted(delivery.Head{State: state})
		for range 4 {
			ask(t, h, "/")
		}
		if *asked != 4 {
			t.Errorf("%s: the handler was asked %d times", name, *asked)
		}
	}
}

// What is asked for once drives nothing out that is asked for again and again.
func TestWhatIsAskedOnceIsNotPrepared(t *testing.T) {
	asked := 0
	d := delivery.New(config(io.Discard))
	large := make([]byte, delivery.MaxKeptBody)
	h := d.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/popular" {
			asked++
		}
		d.Respond(w, r, &delivery.Page{Head: delivery.Head{State: identity}, Key: r.URL.Path, Make: func(context.Context) (*delivery.Body, error) {
			return delivery.NewBody(large), nil
		}})
	}))
	prepare(t, h, "/popular")
	for _, path := range []string{"/1", "/2", "/3", "/4"} { // more than the prepared responses may take together
		ask(t, h, path)
	}
	before := asked
	if ask(t, h, "/popular"); asked != before {
		t.Error("it was driven out")
	}
}
