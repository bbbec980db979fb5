package feed_test

import (
	"strconv"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/feed"
)

func releases(n int) []catalog.ReleaseDetails {
	var list []catalog.ReleaseDetails
	for number := n; number > 0; number-- {
		list = append(list, catalog.ReleaseDetails{
			Number: number, Effective: "2026-12-0" + strconv.Itoa(number%10) + "T00:00:00+09:00", ReasonLabel: "誤りの訂正",
			URL: "https://opendata.example/releases/" + strconv.Itoa(number),
		})
	}
	return list
}

func TestTheFeedInFull(t *testing.T) {
	list := releases(2)
	list[0].Note = "<1件> & more"
	got, err := feed.Atom("https://opendata.example", list)
	if err != nil {
		t.Fatal(err)
	}
	const want = `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja">
  <id>https://opendata.example/feed.atom</id>
  <title>八戸市オープンデータ 公表の履歴</title>
  <updated>2026-12-02T00:00:00+09:00</updated>
  <author>
    <name>八戸市</name>
  </author>
  <rights>CC BY 4.0</rights>
  <link rel="self" type="application/atom+xml" href="https://opendata.example/feed.atom"></link>
  <link rel="alternate" type="text/html" href="https://opendata.example/releases"></link>
  <entry>
    <id>https://opendata.example/releases/2</id>
    <title>第2回公表：誤りの訂正</title>
    <updated>2026-12-02T00:00:00+09:00</updated>
    <link rel="alternate" type="text/html" href="https://opendata.example/releases/2"></link>
    <summary>&lt;1件&gt; &amp; more</summary>
  </entry>
  <entry>
    <id>https://opendata.example/releases/1</id>
    <title>第1回公表：誤りの訂正</title>
    <updated>2026-12-01T00:00:00+09:00</updated>
    <link rel="alternate" type="text/html" href="https://opendata.example/releases/1"></link>
  </entry>
</feed>
`
	if string(got) != want {
		t.Errorf("got\n%s", got)
	}
}

func TestOnlyTheNewestAreAnnounced(t *testing.T) {
	got, err := feed.Atom("", releases(51))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(got), "<entry>"); n != 50 || strings.Contains(string(got), "第1回公表") || !strings.Contains(string(got), "第51回公表") {
		t.Errorf("%d entries\n%s", n, got)
	}
}
