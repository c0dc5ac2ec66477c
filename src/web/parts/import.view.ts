// What is wrong with lines of an imported file, as a table: where, what, and what would be right.

import type { LineProblem } from '../../domain/table.ts'
import { t } from '../../text.ts'

/** The report of a preview: every bad line with its reasons, in the file's order. */
export function problemRows(problems: LineProblem[]) {
  return [...problems]
    .sort((a, b) => a.line - b.line)
    .map(({ line, column, key, facts }) => ({
      line: String(line),
      column: column ?? t('import.wholeLine'),
      text: t(key, facts),
    }))
}

/** How many lines need another look, in words; null when none does. */
export function problemsLead(problems: LineProblem[]): string | null {
  const count = new Set(problems.map(({ line }) => line)).size
  return count === 0 ? null : t('import.problems', { count })
}
