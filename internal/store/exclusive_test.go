package store_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/store"
)

// overwriting is an object store that overlooks conditions.
func overwriting(next http.Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Header.Del("If-None-Match")
		next.ServeHTTP(w, r)
	}
}

// unconditional is an object store that refuses conditions.
func unconditional(next http.Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotImplemented)
			return
		}
		next.ServeHTTP(w, r)
	}
}

func TestAStoreThatIsNotExclusiveIsRefused(t *testing.T) {
	for _, test := range []struct {
		name  string
		proxy func(http.Handler) http.HandlerFunc
	}{
		{"conditions are overlooked", overwriting},
		{"conditions are refused", unconditional},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := between(t, test.proxy)
			err := store.Exclusive(t.Context(), s)
			problem, ok := errors.AsType[*fault.Error](err)
			if !ok || problem.Kind != fault.Invalid || len(problem.Fixes) != 1 {
				t.Fatalf("got %v", err)
			}
			for text, part := range map[string]string{
				problem.Message.Ja: "条件付き書き込みができず", problem.Message.En: "nothing was changed",
				problem.Fixes[0].Ja: "If-None-Match", problem.Fixes[0].En: "If-None-Match",
			} {
				if !strings.Contains(text, part) {
					t.Errorf("%q lacks %q", text, part)
				}
			}
			if got, err := s.List(t.Context(), "", ""); err != nil || got != nil {
				t.Errorf("left %q, %v", got, err)
			}
		})
	}
}

func TestAnAnswerLostWhileProbingIsNoFault(t *testing.T) {
	if err := store.Exclusive(t.Context(), between(t, losing())); err != nil {
		t.Error(err)
	}
}

func TestAProbeThatCannotBeRemovedIsNamed(t *testing.T) {
	s := between(t, func(next http.Handler) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodDelete {
				w.WriteHeader(http.StatusForbidden)
				return
			}
			next.ServeHTTP(w, r)
		}
	})
	err := store.Exclusive(t.Context(), s)
	left, listing := s.List(t.Context(), store.Temporary, "")
	if listing != nil || len(left) != 1 {
		t.Fatalf("listed %q, %v", left, listing)
	}
	if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), left[0]) || !strings.Contains(err.Error(), "grant permission to delete under tmp/") {
		t.Errorf("got %v", err)
	}
}

func TestAProbeThatIsInterruptedIsRemoved(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := between(t, func(next http.Handler) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(w, r)
			if r.Method == http.MethodPut {
				cancel()
			}
		}
	})
	if err := store.Exclusive(ctx, s); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got, err := s.List(t.Context(), "", ""); err != nil || got != nil {
		t.Errorf("left %q, %v", got, err)
	}
}
