package api

const (
	cacheBytes    = 32 << 20
	maxCachedBody = 4 << 20 // larger answers are made for whoever asks
	entryBytes    = 1 << 10 // of an entry beside its texts, at most
)

// cache keeps computed answers of the release.
type cache = memo[*payload]

func newCache(limit int) *cache {
	c := &cache{lru: newLRU(limit, sizeOfPayload)}
	c.refuse = func(p *payload) bool { return len(p.body) > maxCachedBody || sizeOfPayload("", p) > limit }
	return c
}

// sizeOfPayload is how many bytes a payload takes with its key. Text compresses
// to less than half, so twice the body covers both codings.
func sizeOfPayload(key string, p *payload) int {
	size := 2*len(p.body) + len(key) + entryBytes
	for _, link := range p.links {
		size += len(link)
	}
	return size
}
