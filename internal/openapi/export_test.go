package openapi

// ColumnSchema is the JSON Schema of the cells of a column.
var ColumnSchema = columnSchema
