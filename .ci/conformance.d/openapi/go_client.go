// Command calls calls every operation with the client that oapi-codegen made.
//
//	usage: calls calls.json URL
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

	"conformance/client"
)

type operation struct {
	ID    string
	Path  string
	JSON  bool
	Calls []struct{ Path, Query map[string]any }
}

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "oapi-codegen:", err)
		os.Exit(1)
	}
}

func run(file, url string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var operations []operation
	if err := json.Unmarshal(text, &operations); err != nil {
		return err
	}
	c, err := client.NewClientWithResponses(url)
	if err != nil {
		return err
	}
	count := 0
	for _, op := range operations {
		method, err := methodOf(reflect.ValueOf(c), op.ID)
		if err != nil {
			return err
		}
		for _, call := range op.Calls {
			if err := op.call(method, call.Path, call.Query); err != nil {
				return fmt.Errorf("%s %v: %w", op.ID, call, err)
			}
			count++
		}
	}
	fmt.Printf("oapi-codegen: %d calls\n", count)
	return nil
}

func methodOf(c reflect.Value, id string) (reflect.Value, error) {
	for i := range c.NumMethod() {
		if strings.EqualFold(c.Type().Method(i).Name, id+"WithResponse") {
			return c.Method(i), nil
		}
	}
	return reflect.Value{}, fmt.Errorf("no method for %s", id)
}

func (op operation) call(method reflect.Value, path, query map[string]any) error {
	in := []reflect.Value{reflect.ValueOf(context.Background())}
	for part := range strings.SplitSeq(op.Path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			value := path[strings.TrimSuffix(name, "}")]
			in = append(in, typed(value, method.Type().In(len(in))))
		}
	}
	if len(in) < method.Type().NumIn()-1 { // the last are editors of requests
		in = append(in, params(method.Type().In(len(in)).Elem(), query))
	}
	out := method.Call(in)
	if err, ok := out[1].Interface().(error); ok {
		return err
	}
	response := out[0].Elem()
	status := out[0].MethodByName("StatusCode").Call(nil)[0].Int()
	if status != 200 || op.JSON && response.FieldByName("JSON200").IsNil() {
		return fmt.Errorf("%d %.500s", status, response.FieldByName("Body").Bytes())
	}
	return nil
}

// params is the parameters of a query as the client wants them.
func params(t reflect.Type, query map[string]any) reflect.Value {
	p := reflect.New(t)
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("form"), ",")
		if value, ok := query[name]; ok {
			p.Elem().Field(i).Set(typed(value, t.Field(i).Type))
		}
	}
	return p
}

// typed is a value of JSON in a type of the client.
func typed(value any, t reflect.Type) reflect.Value {
	out := reflect.New(t)
	text, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(text, out.Interface())
	}
	if err != nil {
		panic(fmt.Sprintf("%v as %v: %v", value, t, err))
	}
	return out.Elem()
}
