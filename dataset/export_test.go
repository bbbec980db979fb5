package dataset

import "reflect"

// ParseTableSchemaWith is ParseTableSchema where one more type is registered.
func ParseTableSchemaWith(more Type, id string, data []byte) (Dataset, error) {
	return schemaParser{types: append(Types(), more)}.parse(id, data)
}

// SchemaOfWith is SchemaOf where one more type is registered.
func SchemaOfWith[T any](more Type) Schema {
	return schemaOf(append(Types(), more), reflect.TypeFor[T](), nil)
}
