// Rows to CSV: UTF-8 with a header; no cell can become a spreadsheet formula.

import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'

type Cell = string | number | boolean | null

/** A stream of CSV lines, as rows arrive. */
export function csvStream(
  columns: readonly string[],
  rows: AsyncIterable<Record<string, Cell>>,
): Readable {
  const writer = stringify({
    header: true,
    columns: [...columns],
    escape_formulas: true,
    cast: { boolean: (value) => (value ? 'true' : 'false') },
  })
  return Readable.from(rows).compose(writer) as Readable
}
