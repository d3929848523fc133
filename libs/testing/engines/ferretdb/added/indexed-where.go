package sqlite

import (
	"fmt"
	"strings"

	"github.com/FerretDB/FerretDB/internal/backends/sqlite/metadata"
	"github.com/FerretDB/FerretDB/internal/handler/sjson"
	"github.com/FerretDB/FerretDB/internal/types"
	"github.com/FerretDB/FerretDB/internal/util/must"
)

// indexedFields are those by which looks are made: texts, and the first of their indexes.
var indexedFields = []string{"_id", "of"}

// indexedWhere narrows a look down by what an index knows, as MongoDB does. FerretDB holds each row that comes
// against the whole filter afterwards: so this may let through too much, and never too little.
//
// Texts are compared as they are stored, as JSON: of bounds, those alone count that are written there as they are.
func indexedWhere(filter *types.Document) (string, []any) {
	if filter == nil {
		return "", nil
	}
	var terms []string
	var args []any
	for _, field := range indexedFields {
		wanted, _ := filter.Get(field)
		// Written as the index is, or SQLite does not know that it is the same.
		column := fmt.Sprintf("%s->%q", metadata.DefaultColumn, field)
		own, ownArgs := termsOf(column, wanted)
		terms, args = append(terms, own...), append(args, ownArgs...)
	}
	if len(terms) == 0 {
		return "", nil
	}
	return " WHERE " + strings.Join(terms, " AND "), args
}

func termsOf(column string, wanted any) (terms []string, args []any) {
	switch wanted := wanted.(type) {
	case string:
		return []string{column + " = ?"}, []any{stored(wanted)}
	case *types.Document:
		for _, operator := range wanted.Keys() {
			term, termArgs := termOf(column, operator, must.NotFail(wanted.Get(operator)))
			if term != "" {
				terms, args = append(terms, term), append(args, termArgs...)
			}
		}
	}
	return terms, args
}

func termOf(column, operator string, value any) (string, []any) {
	if among, ok := value.(*types.Array); ok && operator == "$in" {
		return amongOf(column, among)
	}
	bound, ok := value.(string)
	if !ok || stored(bound) != `"`+bound+`"` {
		return "", nil
	}
	switch operator {
	case "$eq":
		return column + " = ?", []any{stored(bound)}
	case "$gt", "$gte":
		// Without the quote at its end, which would come behind some characters.
		return column + " >= ?", []any{`"` + bound}
	case "$lt", "$lte":
		return column + " <= ?", []any{stored(bound)}
	}
	return "", nil
}

func amongOf(column string, among *types.Array) (string, []any) {
	args := make([]any, among.Len())
	for i := range args {
		text, ok := must.NotFail(among.Get(i)).(string)
		if !ok {
			return "", nil
		}
		args[i] = stored(text)
	}
	if len(args) == 0 {
		return "", nil
	}
	return fmt.Sprintf("%s IN (?%s)", column, strings.Repeat(", ?", len(args)-1)), args
}

func stored(text string) string {
	return string(must.NotFail(sjson.MarshalSingleValue(text)))
}
