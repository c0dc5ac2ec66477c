// The house rules that no other tool checks; prints what is broken and exits 1. Part of `npm run check`.

import { LIFE as CLAIM_LIFE } from '../src/domain/claim.ts'
import { LIFE as PLACEMENT_LIFE } from '../src/domain/placement.ts'
import { hasText } from '../src/text.ts'
import { routes } from '../src/web/routes.ts'
import { repositoryFiles } from './house/files.ts'
import * as joining from './house/joining.ts'
import * as writing from './house/writing.ts'

const files = repositoryFiles(`${import.meta.dirname}/..`)
const readme = files.find(({ path }) => path === 'README.md')?.text ?? ''

const broken = [
  ...writing.shortFiles(files),
  ...writing.firstLines(files),
  ...writing.docstrings(files),
  ...writing.neverIn(files),
  ...writing.glossary(files),
  ...writing.noMachine(files),
  ...writing.topLevel(files),
  ...joining.layers(files),
  ...joining.onlyTheTable(files),
  ...joining.wholeTable(routes),
  ...joining.viewsUsed(files),
  ...joining.knownTexts(files, hasText),
  ...joining.livesDrawn(readme, { placement: PLACEMENT_LIFE, claim: CLAIM_LIFE }),
]

for (const line of broken) console.error(line)
console.error(
  broken.length === 0 ? 'House rules: all kept.' : `House rules: ${broken.length} broken.`,
)
process.exitCode = broken.length === 0 ? 0 : 1
