package delivery_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"hachinohe.example/opendata/internal/delivery"
)

// admitted admits a reader who has a while for it.
func admitted(t *testing.T, rs delivery.Readers, wait time.Duration, address string, bytes int) (delivery.Reader, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), wait)
	defer cancel()
	return rs.Stream(ctx, address, bytes)
}

// stalled is a reader who takes nothing.
func stalled(t *testing.T, rs delivery.Readers, address string, bytes int) delivery.Reader {
	t.Helper()
	r, err := admitted(t, rs, time.Nanosecond, address, bytes)
	if err != nil {
		t.Fatal(address, err)
	}
	if err := r.Begin(); err != nil {
		t.Fatal(err)
	}
	return r
}

// step lets time pass for readers who take as much as they must.
func step(t *testing.T, d time.Duration, steady ...delivery.Reader) {
	t.Helper()
	for range int(d / time.Second) {
		for _, r := range steady {
			if err := r.Begin(); err != nil {
				t.Fatal("who keeps up is dropped:", err)
			}
		}
		time.Sleep(time.Second)
		for _, r := range steady {
			if err := r.Took(delivery.MinRate); err != nil {
				t.Fatal("who keeps up is dropped:", err)
			}
		}
	}
}

// However many read slowly, others get a place, at the cost of who is furthest
// behind.
func TestWhoIsBehindMakesRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rs := delivery.NewReaders(time.Now)
		last := stalled(t, rs, "/0", 0)
		time.Sleep(time.Second)
		second := stalled(t, rs, "/0", 0)
		for n := range delivery.MaxStreams - 2 {
			stalled(t, rs, fmt.Sprint("/", n%2), 0)
		}
		begin := time.Now()
		if _, err := admitted(t, rs, time.Minute, "/other", 0); err != nil || time.Since(begin) > delivery.MaxLag {
			t.Errorf("%v after %v", err, time.Since(begin))
		}
		if err := last.Took(1); !errors.Is(err, delivery.ErrBehind) {
			t.Error("who is furthest behind stays:", err)
		}
		last.Leave() // has nothing to give back any more
		if err := second.Took(1); err != nil {
			t.Error("more are dropped than must be:", err)
		}
	})
}

// Who keeps up stays, whoever waits.
func TestWhoKeepsUpStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rs := delivery.NewReaders(time.Now)
		var steady []delivery.Reader
		for n := range 4 {
			r, err := admitted(t, rs, time.Nanosecond, fmt.Sprint("/", n), delivery.StreamMemory/4)
			if err != nil {
				t.Fatal(err)
			}
			steady = append(steady, r)
		}
		refused := make(chan error)
		go func() {
			_, err := admitted(t, rs, 10*time.Second, "/more", delivery.StreamMemory/4)
			refused <- err
		}()
		step(t, 20*time.Second, steady...)
		if err := <-refused; !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		for n := range delivery.MaxStreams - len(steady) { // who is refused takes no place
			if _, err := admitted(t, rs, time.Nanosecond, fmt.Sprint("/light/", n), 0); err != nil {
				t.Fatal(n, err)
			}
		}
	})
}

// Who was fast may not be slow for it.
func TestNobodyGetsAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rs := delivery.NewReaders(time.Now)
		r := stalled(t, rs, "/0", delivery.StreamMemory)
		if err := errors.Join(r.Took(1<<30), r.Begin()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(delivery.MaxLag)
		if _, err := admitted(t, rs, time.Nanosecond, "/1", delivery.StreamMemory); err != nil {
			t.Error(err)
		}
	})
}

// The readers of one address leave a quarter to others.
func TestOneAddressLeavesRoomToOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rs := delivery.NewReaders(time.Now)
		const quarter = delivery.StreamMemory / 4
		for range 3 {
			stalled(t, rs, "/0", quarter)
		}
		if _, err := admitted(t, rs, time.Second, "/0", quarter); err == nil {
			t.Error("one address has everything")
		}
		if _, err := admitted(t, rs, time.Nanosecond, "/1", quarter); err != nil {
			t.Error(err)
		}
		// Its own readers make room for it, not those of others.
		time.Sleep(delivery.MaxLag)
		if _, err := admitted(t, rs, time.Nanosecond, "/0", quarter); err != nil {
			t.Error(err)
		}
	})
}

// Nobody is dropped where that would not be enough, or of no use.
func TestNobodyIsDroppedInVain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rs := delivery.NewReaders(time.Now)
		steady, err := admitted(t, rs, time.Nanosecond, "/0", delivery.StreamMemory/2)
		if err != nil {
			t.Fatal(err)
		}
		slow, light := stalled(t, rs, "/1", delivery.StreamMemory/4), stalled(t, rs, "/2", 0)
		step(t, 2*delivery.MaxLag, steady)
		if _, err := admitted(t, rs, time.Nanosecond, "/3", delivery.StreamMemory); err == nil {
			t.Error("there is more room than there is")
		}
		if _, err := admitted(t, rs, time.Nanosecond, "/3", delivery.StreamMemory/2); err != nil {
			t.Error(err)
		}
		if err := slow.Took(1); !errors.Is(err, delivery.ErrBehind) {
			t.Error("who holds what is needed stays:", err)
		}
		if err := light.Took(1); err != nil {
			t.Error("who holds nothing of what is needed is dropped:", err)
		}
	})
}

// Room at the address is of no use where there is none in all.
func TestNobodyIsDroppedForRoomAtTheAddressAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rs := delivery.NewReaders(time.Now)
		steady, err := admitted(t, rs, time.Nanosecond, "/0", delivery.StreamMemory/2)
		if err != nil {
			t.Fatal(err)
		}
		slow := stalled(t, rs, "/1", delivery.StreamMemory/2)
		step(t, 2*delivery.MaxLag, steady)
		if _, err := admitted(t, rs, time.Nanosecond, "/1", delivery.StreamMemory/4*3); err == nil {
			t.Error("there is more room than there is")
		}
		if err := slow.Took(1); err != nil {
			t.Error("a reader is dropped in vain:", err)
		}
	})
}

// A body is held once for all who read it, and as long as one of them keeps up.
func TestABodyIsHeldForWhoKeepsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rs := delivery.NewReaders(time.Now)
		const size = 4 << 20
		shared := delivery.NewBody(make([]byte, size))
		first, ok := rs.Body("/0", shared)
		slow, also := rs.Body("/0", shared)
		if !ok || !also || slow.Begin() != nil {
			t.Fatal("not admitted")
		}
		held := 1
		for ; ; held++ {
			r, ok := rs.Body(fmt.Sprint("/", held), delivery.NewBody(make([]byte, size)))
			if !ok {
				break
			}
			if err := r.Begin(); err != nil {
				t.Fatal(err)
			}
		}
		if held != delivery.MaxLongBodies/size {
			t.Errorf("%d bodies are held", held)
		}
		for _, size := range []int{0, delivery.ChunkBytes, 1 << 20} {
			short, ok := rs.Body("/short", delivery.NewBody(make([]byte, size)))
			if !ok {
				t.Errorf("a body of %d bytes is refused", size)
			}
			short.Leave()
		}
		step(t, 2*delivery.MaxLag, first)
		for range held - 1 {
			if _, ok := rs.Body("/more", delivery.NewBody(make([]byte, size))); !ok {
				t.Fatal("bodies whose readers are behind keep others out")
			}
			if held--; held == delivery.MaxLongBodies/size/4 {
				break // what one address may have
			}
		}
		if err := slow.Took(1); err != nil {
			t.Error("a body is dropped that somebody reads steadily:", err)
		}
	})
}

// Everything is given back, and who waits gets it at once.
func TestWhatIsGivenBackIsGivenToWhoWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rs := delivery.NewReaders(time.Now)
		whole, err := admitted(t, rs, time.Nanosecond, "/0", 2*delivery.StreamMemory) // takes all there is
		if err != nil {
			t.Fatal(err)
		}
		if light, err := admitted(t, rs, time.Nanosecond, "/0", 0); err != nil {
			t.Error("what holds little waits for what holds much:", err)
		} else {
			light.Leave()
		}
		got := make(chan delivery.Reader)
		for range 2 {
			go func() {
				r, err := admitted(t, rs, time.Minute, "/1", delivery.StreamMemory/4)
				if err != nil {
					t.Error(err)
				}
				got <- r
			}()
		}
		synctest.Wait()
		begin := time.Now()
		whole.Leave()
		for range 2 {
			r := <-got
			defer r.Leave()
		}
		if took := time.Since(begin); took != 0 {
			t.Errorf("after %v", took)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		rs := delivery.NewReaders(time.Now)
		b := delivery.NewBody(make([]byte, 1<<20))
		one, _ := rs.Body("/0", b)
		two, _ := rs.Body("/0", b)
		three := stalled(t, rs, "/0", 5)
		for _, r := range []delivery.Reader{one, two, three} {
			if rs.Empty() {
				t.Error("nothing is held while somebody reads")
			}
			r.Leave()
		}
		if !rs.Empty() {
			t.Error("something is held when everybody has left")
		}
	})
}
