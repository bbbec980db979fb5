package releasecache

import (
	"strings"
	"time"

	"hachinohe.example/opendata/internal/release"
)

// state is the name of what a cache gives out, made once for every request until
// something is new.
type state struct {
	current *release.Release
	history *History // a poll makes another one, also when it sees withdrawals alone
	name    string
}

// State names everything that the cache gives out at now: the log, what was
// withdrawn and which release is current. It is false if none is, or if that is
// being read again: every request asks for the state, and none may wait for it.
func (c *Cache) State(now time.Time) (string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.history.At(now)
	current := c.loaded[e.Number]
	if !ok || current == nil {
		return "", false
	}
	if c.state.current != current.Release || c.state.history != c.history {
		head, _ := c.history.Head()
		name := current.Identity() + "\n" + head.SHA256 + "\n" + strings.Join(c.withdrawn.Names(), "\n")
		c.state = state{current.Release, c.history, name}
	}
	return c.state.name, true
}
