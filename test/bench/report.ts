// What a benchmark reports, and how people read it.

export interface Target {
  name: string
  target: string
  measured: number
  held: boolean
}

export interface Report {
  name: string
  rounds: number
  results: Record<string, string | number>[]
  ratios: Record<string, number>
  targets: Target[]
}

/** The middle of some numbers. */
export function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2
}

/** A number with three digits that mean something. */
export function short(value: number): number {
  return Number(value.toPrecision(3))
}

/** The report as a table, with each target and whether it held. */
export function asTable({ name, rounds, results, ratios, targets }: Report): string {
  const heads = Object.keys(results[0] ?? {})
  const rows = [heads, ...results.map((row) => heads.map((head) => String(row[head] ?? '')))]
  const widths = heads.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  const line = (row: string[]) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')
  return [
    `${name}, medians of ${rounds} interleaved rounds`,
    ...rows.map(line),
    '',
    ...Object.entries(ratios).map(([what, ratio]) => `${what}: ${ratio}`),
    '',
    ...targets.map(
      (t) => `${t.held ? 'held' : 'NOT HELD'}  ${t.name}: ${t.measured} (${t.target})`,
    ),
  ].join('\n')
}
