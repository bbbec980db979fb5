// Package conformance holds what the service writes to judges that others wrote: a
// validator of OpenAPI and a reader of workbooks.
//
// It is a module of its own, so that the judges are no dependencies of the product,
// and has nothing but tests.
package conformance
