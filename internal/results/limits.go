package results

// Every limit of one response of rows. How many responses are made at once, and
// what they hold together, is limited by whoever asks for them.
const (
	// DefaultLimit is how many rows a page in an envelope has unless the request
	// says, and MaxLimit how many it may say.
	DefaultLimit = 100
	MaxLimit     = 1000
	// MaxBytes bounds a page in an envelope, and in a stream each row with what it
	// refers to: few rows can hold much text, and expand to very much.
	MaxBytes = 16 << 20
	// MaxFacets bounds the values that are listed of one column: those that most
	// rows have. How many there are is said beside them; group_by lists them all.
	MaxFacets = 100
	// groupMemory bounds what the groups of one request take while they are made:
	// a million and more. table.MaxGroups bounds how many are listed.
	groupMemory = 256 << 20
	// maxExcerpt is how much of a text is shown around what was found in it, in
	// bytes.
	maxExcerpt = 600
	// chunkBytes is how much of a stream is passed on at a time.
	chunkBytes = 64 << 10
	// rowBytes is what the number of a row takes in memory.
	rowBytes = 8
)
