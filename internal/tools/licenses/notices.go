package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// noticeName matches the files in which a module states its terms.
var noticeName = regexp.MustCompile(`(?i)^(licen[cs]e|notice|copying|copyright|patents)([.-].*)?$`)

// notice is a text and whose it is.
type notice struct {
	text   string
	owners []string
}

// collection is notices by their text, in the order in which they were found.
type collection struct{ all []*notice }

func (c *collection) add(owner, text string) {
	i := slices.IndexFunc(c.all, func(n *notice) bool { return n.text == text })
	if i < 0 {
		i = len(c.all)
		c.all = append(c.all, &notice{text: text})
	}
	if !slices.Contains(c.all[i].owners, owner) {
		c.all[i].owners = append(c.all[i].owners, owner)
	}
}

// notices writes the notices of packages and of Go itself: above each text the
// modules that it belongs to.
func notices(packages []listed, goroot string) (string, error) {
	var c collection
	if n, err := c.addFolder("Go standard library and runtime", goroot); err != nil || n == 0 {
		return "", fmt.Errorf("no notice of Go in %s: %w", goroot, err)
	}
	slices.SortStableFunc(packages, func(a, b listed) int { return strings.Compare(a.Module.Path+" "+a.Dir, b.Module.Path+" "+b.Dir) })
	found := make(map[string]int) // by owner
	for _, p := range packages {
		owner := p.Module.Path + " " + p.Module.Version
		n, err := c.addUpTo(owner, p.Dir, p.Module.Dir)
		if err != nil {
			return "", err
		}
		found[owner] += n
	}
	for owner, n := range found {
		if n == 0 {
			return "", fmt.Errorf("%s has no notice", owner)
		}
	}
	return c.String(), nil
}

// addUpTo adds what stands beside a package and above it, in its module: code that
// a module has from others comes with a notice of its own.
func (c *collection) addUpTo(owner, dir, top string) (int, error) {
	found := 0
	for {
		n, err := c.addFolder(owner, dir)
		found += n
		if err != nil || dir == top || !strings.HasPrefix(dir, top) {
			return found, err
		}
		dir = filepath.Dir(dir)
	}
}

// addFolder adds the notices in a folder and says how many there are.
func (c *collection) addFolder(owner, dir string) (int, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0, err
	}
	found := 0
	for _, e := range entries {
		if !e.Type().IsRegular() || !noticeName.MatchString(e.Name()) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name())) //nolint:gosec // of the module cache
		if err != nil {
			return found, err
		}
		c.add(owner, tidy(string(data)))
		found++
	}
	return found, nil
}

// tidy makes texts equal that differ in the ends of lines alone.
func tidy(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

func (c *collection) String() string {
	var b strings.Builder
	for _, n := range c.all {
		fmt.Fprintf(&b, "%s\n%s\n\n%s\n\n", strings.Repeat("=", 80), strings.Join(n.owners, "\n"), n.text) //nolint:mnd // columns of a terminal
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}
