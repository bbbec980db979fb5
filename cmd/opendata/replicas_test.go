package main_test

import (
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// current asks which release is served, and when that was.
func (s *server) current(t *testing.T) (number string, from, until time.Time) {
	t.Helper()
	from = time.Now()
	body := s.get(t, "/api/v1/goals/g-1")
	until = time.Now()
	number = jsonAt([]byte(body), "metadata.release.number")
	if strings.Contains(body, "Digital for Life") != (number == "2") {
		t.Errorf("release %s answers %s", number, body)
	}
	return number, from, until
}

// status returns the status and body of a path, whatever they are.
func (s *server) status(t *testing.T, path string) (int, string) {
	t.Helper()
	res, err := http.Get("http://" + s.addr + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

// switchAt asks servers all the time until release 1 is replaced by release 2
// everywhere, and checks that this happens within a second of its instant.
func switchAt(t *testing.T, servers []*server, at time.Time) {
	t.Helper()
	var group sync.WaitGroup
	for i, s := range servers {
		group.Go(func() {
			answers := make(map[string]int)
			var first time.Time // of release 2
			for time.Now().Before(at.Add(2 * time.Second)) {
				number, from, until := s.current(t)
				if answers[number]++; (number == "2" && until.Before(at)) || (number != "2" && from.After(at.Add(time.Second))) {
					t.Errorf("release %s between %s and %s, the switch is at %s", number, from, until, at)
				}
				if number == "2" && first.IsZero() {
					first = until
				}
				if from.Before(at.Add(-time.Second)) {
					s.hides(t)
				}
				time.Sleep(20 * time.Millisecond)
			}
			if answers["1"] == 0 || answers["2"] == 0 || len(answers) != 2 {
				t.Errorf("answers by release: %v", answers)
			}
			t.Logf("replica %d: answers by release %v, release 2 first seen %s after its instant", i+1, answers, first.Sub(at))
		})
	}
	group.Wait()
}

// hides checks that release 2 is not visible before its time.
func (s *server) hides(t *testing.T) {
	t.Helper()
	for _, path := range []string{"/releases/2/manifest.json", "/releases/2/files/022039_digital_goals.csv", "/api/v1/releases/2", "/api/v1/goals/g-1?release=2"} {
		if code, body := s.status(t, path); code == http.StatusOK || strings.Contains(body, "Digital for Life") {
			t.Errorf("%s is visible before its time: %d %s", path, code, body)
		}
	}
}

// Two servers over one store switch by the clock, without being told.
func TestReplicasSwitchAtTheEffectiveInstant(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for two releases to take effect")
	}
	t.Parallel()
	store := newStore(t)
	soon, _ := in(t, 7*time.Second)
	publish(t, store, "embedded", "initial", "--effective", soon)
	servers := []*server{serve(t, "--store", store), serve(t, "--store", store)}
	instant, at := in(t, 9*time.Second)
	publish(t, store, altered(t, "goals.csv", "Digital for Living Well", "Digital for Life"), "correction", "--note", "英訳の訂正", "--effective", instant)
	switchAt(t, servers, at)
	if got := run(t, "verify", "http://"+servers[0].addr); got.exit != 0 || !strings.Contains(got.stdout, "公表の記録 2件、検証したファイル "+strconv.Itoa(4*builtIn+2)+"件、") {
		t.Errorf("the running site: %+v", got)
	}
}

func TestServeNeedsAStoreWithARelease(t *testing.T) {
	t.Parallel()
	missing, empty := newStore(t), "file://"+t.TempDir()
	const command = "opendata publish --source embedded --reason initial --store "
	for store, want := range map[string]string{
		missing: "保管場所がありません: " + missing + "\n  → アドレスが正しければ、最初の公表を行ってください。保管場所はそのときに作成されます: ",
		empty:   "保管場所に公表された内容がありません: " + empty + "\n  → 先に最初の公表を行ってください: ",
	} {
		got := run(t, "serve", "--addr", freeAddress(t), "--store", store)
		if want := (result{1, "", "opendata: " + want + command + store + "\n"}); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	got := run(t, "serve", "--store", "file:///x", "--source", "y")
	if got.exit != 2 || !strings.Contains(got.stderr, "--store と同時には使えません") {
		t.Errorf("got %+v", got)
	}
}

func TestAStoreThatDisappearsWhileItIsServed(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a release to take effect and for the store to be missed")
	}
	t.Parallel()
	store := newStore(t)
	soon, _ := in(t, 7*time.Second)
	publish(t, store, "embedded", "initial", "--effective", soon)
	s := serve(t, "--store", store)
	away := folderOf(store) + ".away"
	state := func(want string) {
		t.Helper()
		for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(50 * time.Millisecond) {
			code, body := s.status(t, "/readyz")
			if code == http.StatusOK && jsonAt([]byte(body), "status") == want {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("not %s: %d %s", want, code, body)
			}
		}
	}
	if err := os.Rename(folderOf(store), away); err != nil {
		t.Fatal(err)
	}
	state(`"degraded"`)
	// It still serves: whoever restarts what is not healthy must not restart it.
	if got := run(t, "health", "--addr", s.addr); got.exit != 0 || !strings.HasPrefix(got.stdout, "degraded（第1回公表）\n保管場所を読み込めないか") {
		t.Errorf("health: %+v", got)
	}
	if number, _, _ := s.current(t); number != "1" {
		t.Errorf("release %s", number)
	}
	if err := os.CopyFS(folderOf(store), os.DirFS(away)); err != nil { // as from a backup
		t.Fatal(err)
	}
	state(`"ready"`)
	if err := os.RemoveAll(filepath.Join(folderOf(store), "log")); err != nil {
		t.Fatal(err)
	}
	state(`"degraded"`) // a log cut short is not followed
	if number, _, _ := s.current(t); number != "1" {
		t.Errorf("release %s", number)
	}
	if err := os.CopyFS(filepath.Join(folderOf(store), "log"), os.DirFS(filepath.Join(away, "log"))); err != nil {
		t.Fatal(err)
	}
	state(`"ready"`)
	s.stop(t)
	if n := strings.Count(s.stderr.String(), "store trouble"); n != 2 || strings.Count(s.stderr.String(), "store recovered") != 2 {
		t.Errorf("told %d times: %s", n, s.stderr)
	}
}

// Both have seen the changes and answer at the same moment: one wins.
func TestTwoPublishersAtOnce(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	publish(t, store, "embedded", "initial")
	type publisher struct {
		cmd    *exec.Cmd
		stdin  io.WriteCloser
		stdout output
		stderr output
	}
	var both [2]publisher
	for i := range both {
		p := &both[i]
		p.cmd = command(t, "publish", "--store", store, "--source", shelters(t, 5+i), "--reason", "new_data")
		p.cmd.Stdout, p.cmd.Stderr = &p.stdout, &p.stderr
		var err error
		if p.stdin, err = p.cmd.StdinPipe(); err != nil {
			t.Fatal(err)
		}
		if err := p.cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for !strings.Contains(p.stdout.String(), "[y/N]") {
			time.Sleep(5 * time.Millisecond)
		}
	}
	for i := range both {
		if _, err := io.WriteString(both[i].stdin, "y\n"); err != nil {
			t.Fatal(err)
		}
	}
	won, lost := 0, 0
	for i := range both {
		p := &both[i]
		switch err := p.cmd.Wait(); {
		case err == nil:
			won++
		case p.cmd.ProcessState.ExitCode() == 1 && strings.Contains(p.stderr.String(), "ほかの人が先に登録しました") && strings.Contains(p.stderr.String(), "もう一度実行し、変更の一覧を確認してください"):
			lost++
		default:
			t.Errorf("%v: %s", err, &p.stderr)
		}
	}
	if got := run(t, "verify", store, "--json"); won != 1 || lost != 1 || got.exit != 0 || jsonAt([]byte(got.stdout), "entries") != "2" {
		t.Errorf("%d won, %d lost, %+v", won, lost, got)
	}
}

func TestAPublisherKilledAtAnyMoment(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills dozens of publishers")
	}
	t.Parallel()
	store := newStore(t)
	publish(t, store, "embedded", "initial")
	begun := time.Now()
	publish(t, store, shelters(t, 1), "new_data")
	whole := time.Since(begun)
	entries := func() string {
		got := run(t, "verify", store, "--json")
		if got.exit != 0 {
			t.Fatalf("verify: %+v", got)
		}
		return jsonAt([]byte(got.stdout), "entries")
	}
	seen := make(map[bool]int)
	for i := range 30 {
		before := entries()
		cmd := command(t, "publish", "--yes", "--store", store, "--source", shelters(t, i+2), "--reason", "new_data")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(rand.N(whole * 3 / 2))
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		seen[entries() != before]++
	}
	publish(t, store, shelters(t, 100), "new_data")
	entries()
	t.Logf("killed before publishing %d times, after %d times", seen[false], seen[true])
}
