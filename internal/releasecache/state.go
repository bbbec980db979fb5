package releasecache

import (
	"context"
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
// withdrawn and which release is current. It is false if none is.
func (c *Cache) State(ctx context.Context, now time.Time) (string, bool) {
	current, err := c.At(ctx, now)
	if err != nil {
		return "", false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state.current != current || c.state.history != c.history {
		head, _ := c.history.Head()
		name := current.Identity() + "\n" + head.SHA256 + "\n" + strings.Join(c.withdrawn.Names(), "\n")
		c.state = state{current, c.history, name}
	}
	return c.state.name, true
}
