package portal_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	idPattern       = regexp.MustCompile(`\sid="([^"]+)"`)
	fragmentPattern = regexp.MustCompile(`(?:href="#|aria-labelledby=")([^"]+)"`)
	headingPattern  = regexp.MustCompile(`<h([1-6])[ >]`)
	tagPattern      = regexp.MustCompile(`<[a-z][^>]*>`)
	foreignPattern  = regexp.MustCompile(`(?:src|href|srcset|action|data|poster)="(?:https?:)?//`)
)

// The content security policy lets nothing of this through, and a page that needs
// it would be broken.
func TestPagesAskNothingOfOthers(t *testing.T) {
	for name, page := range pages(t) {
		lower := strings.ToLower(string(page))
		for _, forbidden := range []string{"style=", "<style", "<script", "javascript:", "<iframe", "<form", "<base", " onclick", " onload", "url(", "data:"} {
			if strings.Contains(lower, forbidden) {
				t.Errorf("%s contains %s", name, forbidden)
			}
		}
		for _, tag := range tagPattern.FindAllString(lower, -1) {
			if !strings.HasPrefix(tag, "<a ") && foreignPattern.MatchString(tag) {
				t.Errorf("%s loads from elsewhere: %s", name, tag)
			}
		}
	}
}

func TestEveryAnchorLeadsSomewhereAndIsUnique(t *testing.T) {
	for name, page := range pages(t) {
		seen := make(map[string]bool)
		for _, id := range idPattern.FindAllStringSubmatch(string(page), -1) {
			if seen[id[1]] {
				t.Errorf("%s has two elements with the id %s", name, id[1])
			}
			seen[id[1]] = true
		}
		for _, link := range fragmentPattern.FindAllStringSubmatch(string(page), -1) {
			target, err := url.PathUnescape(link[1])
			if err != nil || !seen[target] {
				t.Errorf("%s refers to #%s, which is not there (%v)", name, link[1], err)
			}
		}
	}
}

func TestHeadingsDescendOneLevelAtATime(t *testing.T) {
	for name, page := range pages(t) {
		last := byte('0')
		for _, heading := range headingPattern.FindAllStringSubmatch(string(page), -1) {
			level := heading[1][0]
			if level > last+1 {
				t.Errorf("%s jumps from h%c to h%c", name, last, level)
			}
			last = level
		}
		if strings.Count(string(page), "<h1") != 1 {
			t.Errorf("%s should have one h1", name)
		}
	}
}

// Every element that is opened is closed, in order: html/template does not look.
func TestElementsAreBalanced(t *testing.T) {
	void := []string{"meta", "link", "br", "img"}
	element := regexp.MustCompile(`<(/?)([a-z][a-z0-9]*)[^>]*>`)
	for name, page := range pages(t) {
		var open []string
		for _, tag := range element.FindAllStringSubmatch(string(page), -1) {
			switch {
			case slices.Contains(void, tag[2]):
			case tag[1] == "":
				open = append(open, tag[2])
			case len(open) == 0 || open[len(open)-1] != tag[2]:
				t.Fatalf("%s closes %s while %v are open", name, tag[2], open)
			default:
				open = open[:len(open)-1]
			}
		}
		if len(open) > 0 {
			t.Errorf("%s leaves %v open", name, open)
		}
	}
}

func TestDatasetsAndProblemsHaveStableAnchors(t *testing.T) {
	made := pages(t)
	for id, name := range map[string]string{
		"dataset-initiatives": "home", "dataset-initiative_progress": "home", "usage": "home", "main": "home",
		"problem-invalid-parameter": "reference", "problem-teapot": "reference", "op-initiatives": "reference",
		"op-get--healthz": "reference", "schema-Mark": "reference", "schema-Page-files---url": "reference",
	} {
		if !strings.Contains(string(made[name]), ` id="`+id+`"`) {
			t.Errorf("%s has no anchor %s", name, id)
		}
	}
}
