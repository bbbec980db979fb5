package delivery

import (
	"runtime"
	"time"
)

// Every limit of load. What one request may say is limited where it is read
// (internal/param, internal/query), what a response may hold where it is made.

// What is kept in memory between requests, in bytes.
const (
	bodyBytes     = 32 << 20 // bodies with their compressed forms
	preparedBytes = 8 << 20  // prepared responses
	entryBytes    = 1 << 10  // of an entry without its texts, at most
	// MaxKeptBody is the size of the largest body that is kept. Larger ones are
	// made for each request.
	MaxKeptBody = 4 << 20
	// largeFile is the size above which a file is kept in its compressed forms, which
	// are a tenth of it and what nearly everybody takes, and as it is only if it is
	// asked for in no coding again: the first time, it is made while it is sent.
	largeFile = 32 << 10
	// minCompressed is the size below which a body is not worth compressing: it
	// fits one packet as it is.
	minCompressed = 1 << 10
)

// How long a request waits for admission, and how long what was admitted takes.
const (
	admissionWait = 10 * time.Second // for admission of a computation or a stream
	// ComputeTime is how long a body may take to make, or a stream until it begins.
	ComputeTime = 10 * time.Second
	resumeWait  = time.Second      // of a stream that has begun, for its next permit
	historyWait = 2 * time.Second  // for admission of a history job
	historyTime = 30 * time.Second // of a history job
	retryAfter  = "5"              // seconds after which a refused client may ask again
)

// How many computations run at once.
const (
	maxHistoryJobs = 1       // each may have to read every release
	heavyRows      = 1 << 18 // a computation that may look at more rows is a heavy one
)

// maxOrdinary is how many ordinary computations run at once: more than processors,
// because some wait for each other.
func maxOrdinary() int { return 2 * runtime.GOMAXPROCS(0) }

// maxHeavy is how many heavy computations run at once, and how many streams that
// have begun go on where all slots are taken. They leave a processor to
// the ordinary ones where there is more than one.
func maxHeavy() int { return max(1, runtime.GOMAXPROCS(0)-1) }

// What is held for readers; bytes if nothing else is said.
const (
	maxStreams = 1 << 10 // responses that are sent while they are made; most wait for their readers
	// StreamMemory bounds what streams hold in addition to a chunk, together.
	StreamMemory = 256 << 20
	// maxBodies bounds the bodies that are being sent; long ones leave some for all
	// others, such as pages.
	maxBodies     = 128 << 20
	maxLongBodies = 96 << 20
	longBody      = 1 << 20
	leftToOthers  = 4 // the readers of one address leave one part in so many to those of others
	// ChunkBytes is how much of a long response is written at a time.
	ChunkBytes = 64 << 10
)

// How slow a reader may be.
const (
	// writeTimeout is how long a reader may take for one chunk, whether or not
	// others wait for what is held for him.
	writeTimeout = 30 * time.Second
	minRate      = 32 << 10        // bytes a second: who takes less falls behind
	maxLag       = 5 * time.Second // behind minRate; who is further behind is dropped when others need room
	lookAgain    = time.Second     // how often those who wait for room look whether somebody fell behind
)

// How large the head of a response may be, in bytes. A buffer of 4 KiB, the usual
// one of proxies, also has to hold what a cache notes of the response.
const (
	maxHead     = 3 << 10
	headReserve = 256 // for the status line, Date, Content-Length, Content-Range and the like
)

// What one request may say, except its parameters.
const (
	maxRanges    = 8       // parts of one response
	maxRequestID = 64      // characters of an id that a proxy gave
	maxLoggedURI = 2 << 10 // bytes of an address in the access log
)
