package source

import "context"

// Abandonable is abandonable.
func Abandonable[T any](ctx context.Context, read func() (T, error)) (T, error) {
	return abandonable(ctx, read)
}
