// Command dashboard-schema reads Grafana dashboards strictly: by the types that Grafana generates from its own schema, with the
// options of each kind of panel and the queries of each kind of data source. A field that the schema does not know, or a
// value that it does not allow, is an error.
//
// Usage: dashboard-schema FILE...
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

func check(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var board dashboard.Dashboard
	return errors.Join(problems(board.UnmarshalJSONStrict(text)), problems(board.Validate()))
}

// problems makes nothing of an empty list of problems, which the decoder answers where there are none.
func problems(err error) error {
	var list cog.BuildErrors
	if errors.As(err, &list) && len(list) == 0 {
		return nil
	}
	return err
}

func main() {
	plugins.RegisterDefaultPlugins()
	failed := false
	for _, file := range os.Args[1:] {
		if err := check(file); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", file, err)
			failed = true
		}
	}
	if failed || len(os.Args) == 1 {
		os.Exit(1)
	}
}
