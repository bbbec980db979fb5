package portal_test

import (
	"strconv"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/portal"
)

func TestSizesAreReadable(t *testing.T) {
	for bytes, want := range map[int]string{
		0: "0 B", 999: "999 B", 1000: "1.0 kB", 18_432: "18.4 kB", 999_949: "999.9 kB", 999_950: "1.0 MB", 12_345_678: "12.3 MB",
	} {
		t.Run(strconv.Itoa(bytes), func(t *testing.T) {
			v := portal.Home{Datasets: []portal.Dataset{{ID: "a", Files: []portal.File{{Label: "CSV", Bytes: bytes}}}}}
			page, err := newPortal(t).Home(v)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(page), `<span class="size">`+want+`</span>`) {
				t.Errorf("no %s", want)
			}
		})
	}
}

func TestHomeSays(t *testing.T) {
	page := plain(string(pages(t)["home"]))
	for _, want := range []string{
		"作成中（原案で提示予定）",
		"79の取組",
		`curl "https://opendata.example/api/v1/initiatives/72"`,
		"1,106件", "0件（まだありません）", "12列", "計画の改定時",
		"参考訳 Initiatives",
		"取組のCSV（Excel用）をダウンロード 18.4 kB",
		"一覧（JSON） 1.5 MB", // the label does not tell the format
		"第3回公表", "2026年11月20日 10:00", "2026年11月21日 01:30",
		"公表者: 八戸市",
	} {
		if !strings.Contains(page, strings.ReplaceAll(want, "　", " ")) {
			t.Errorf("no %q", want)
		}
	}
}

func TestWhatIsNoInstantStaysAsItIs(t *testing.T) {
	page, err := newPortal(t).Home(portal.Home{Release: portal.Release{Issued: "きょう"}})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), ">きょう</time>") {
		t.Error("the text of the caller is missing")
	}
}

func TestDescriptionsAreSplitByLanguage(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"both languages":               {"行。 / Rows.", `<p>行。</p><p class="english" lang="en">Rows.</p>`},
		"Japanese only":                {"行。", `<p>行。</p>`},
		"English only":                 {"Rows.", `<p class="english" lang="en">Rows.</p>`},
		"a slash within the Japanese":  {"行 / 列 / Rows", `<p>行 / 列</p><p class="english" lang="en">Rows</p>`},
		"a slash within the English":   {"行 / Rows / columns", `<p>行</p><p class="english" lang="en">Rows / columns</p>`},
		"a slash between the Japanese": {"A / 列", `<p>A / 列</p>`},
		"paragraphs":                   {"行。\\n\\n列。", `<p>行。</p><p>列。</p>`},
		"lines of a program's comment": {"One\\ntwo.\\n- three\\nfour\\n\\nFive.", `<p class="english" lang="en">One two.</p><ul><li><p class="english" lang="en">three four</p></li></ul><p class="english" lang="en">Five.</p>`},
		"a list":                       {"行。\\n- 列\\n- 値 / values", `<p>行。</p><ul><li><p>列</p></li><li><p>値</p><p class="english" lang="en">values</p></li></ul>`},
		"code":                         {"`id` と `a<b` の列", `<p><code>id</code> と <code>a&lt;b</code> の列</p>`},
		"a backtick alone":             {"列 `id` と ` だけ", "<p>列 <code>id</code> と ` だけ</p>"},
	} {
		t.Run(name, func(t *testing.T) {
			page, err := newPortal(t).Reference(portal.Reference{Spec: []byte(`{"info":{"description":"` + c.text + `"}}`)})
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(page), "\n"+c.want+"\n") {
				t.Errorf("no %s", c.want)
			}
		})
	}
}

// What the home page says of the plan is so in the release that it shows.
func TestHomeSaysHowFarThePlanIs(t *testing.T) {
	later := home()
	later.Plan = plan.State{Edition: lang.T("成案", "Adopted"), KPIs: true}
	for says, in := range map[string][2]bool{ // before, later
		"第2期八戸市デジタル推進計画（素案）":          {true, false},
		"第2期八戸市デジタル推進計画（成案）":          {false, true},
		"KPIの値はまだありません":               {true, false},
		"there are no KPI values yet": {true, false},
	} {
		for i, v := range []portal.Home{home(), later} {
			page, err := newPortal(t).Home(v)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(string(page), says); got != in[i] {
				t.Errorf("page %d says %q: %v", i, says, got)
			}
		}
	}
}
