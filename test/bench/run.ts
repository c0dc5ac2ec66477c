// npm run bench -- NAME [--json]: one benchmark, its table and whether each target was held in this run (interfaces.md).

import type { Report } from './report.ts'
import { asTable } from './report.ts'

const BENCHES: Record<string, () => Promise<() => Promise<Report>>> = {
  credit: async () => (await import('./credit/bench.ts')).benchCredit,
  launch: async () => (await import('./launch/bench.ts')).benchLaunch,
}

const [name = '', ...more] = process.argv.slice(2).filter((word) => word !== '--json')
const load = BENCHES[name]
if (!load || more.length > 0) {
  process.stderr.write(`Which one? npm run bench -- ${Object.keys(BENCHES).join('|')} [--json]\n`)
  process.exit(2)
}
const report = await (await load())()
process.stdout.write(
  `${process.argv.includes('--json') ? JSON.stringify(report) : asTable(report)}\n`,
)
process.exit(report.targets.every(({ held }) => held) ? 0 : 1)
