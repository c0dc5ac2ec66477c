// Each house rule finds what it is there for, and lets ordinary code pass.

import { describe, expect, it } from 'vitest'
import type { Rule, SourceFile } from './files.ts'
import * as joining from './joining.ts'
import * as writing from './writing.ts'

const file = (path: string, text = '// A file.\n'): SourceFile => ({ path, text })
const source = (text: string, path = 'src/domain/x.ts') => [file(path, `// A file.\n${text}\n`)]
const finds = (rule: Rule, files: SourceFile[]) => rule(files).length

describe('a file', () => {
  it('may have 250 lines, not 251', () => {
    const long = (lines: number) => [file('src/x.ts', 'x\n'.repeat(lines))]
    expect(writing.shortFiles(long(250))).toEqual([])
    expect(writing.shortFiles(long(251))).toEqual(['src/x.ts has 251 lines; 250 are the most'])
  })
  it('begins with what it is', () => {
    expect(finds(writing.firstLines, [file('src/x.ts', 'import x\n')])).toBe(1)
    expect(finds(writing.firstLines, [file('src/x.ts', '//\nimport x\n')])).toBe(1)
    expect(finds(writing.firstLines, [file('src/x.ts'), file('views/x.hbs', '<p>')])).toBe(0)
    expect(finds(writing.firstLines, [file('src/x.ts', '#!/usr/bin/env node\n// x\n')])).toBe(0)
  })
  it('says what each exported function does', () => {
    expect(finds(writing.docstrings, source('export function f() {}'))).toBe(1)
    expect(finds(writing.docstrings, source('export async function* f() {}'))).toBe(1)
    expect(finds(writing.docstrings, source('/** Does. */\nexport function f() {}'))).toBe(0)
  })
  it.each([
    ['// TO', 'DO later'],
    ['// FIX', 'ME'],
    ['it.sk', "ip('x')"],
    ['describe.on', "ly('x')"],
    ['describe.concurrent.sk', "ip('x')"],
    ['vi.mo', "ck('./x.ts')"],
    ['// @ts-ig', 'nore'],
    ['// @ts-expect-er', 'ror'],
    ['const x: an', 'y = 1'],
    ['const x = y as an', 'y'],
  ])('never holds %s%s', (a, b) => {
    expect(finds(writing.neverIn, source(a + b))).toBe(1)
  })
  it('may speak of anybody, and only once', () => {
    expect(
      finds(
        writing.neverIn,
        source('// as any number of workers may; null: any.\n/** As any. */\nconst anyone = 1'),
      ),
    ).toBe(0)
  })
  it.each(['companyOf', 'Timesheet', 'bounce', 'lineItemOf', 'ClaimManager', 'dateUtils'])(
    'exports nothing called %s',
    (name) => {
      expect(finds(writing.glossary, source(`export const ${name} = 1`))).toBe(1)
    },
  )
  it('may say line item where the LMS is spoken to', () => {
    const text = 'export const lineItemOf = 1'
    expect(finds(writing.glossary, source(text, 'src/lti/x.ts'))).toBe(0)
    expect(finds(writing.glossary, [file('src/web/line-item.ts')])).toBe(1)
  })
  it.each([
    ['"resolved": "https://registry.', 'example.org/x"'],
    ["const f = '/ro", "ot/x'"],
    ['cp /wo', 'rk/main/x .'],
  ])('names no machine: %s%s', (a, b) => {
    expect(finds(writing.noMachine, [file('package.json', a + b)])).toBe(1)
  })
  it('may name addresses of ours', () => {
    expect(finds(writing.noMachine, source("const a = '/courses/x'\nconst b = '/home'"))).toBe(0)
  })
  it('stands in one of the rooms', () => {
    expect(writing.topLevel([file('src/x.ts'), file('.ci/run'), file('lib/x.ts')])).toEqual([
      'lib does not belong on the top level',
    ])
  })
})

describe('the layers', () => {
  it('let services have the types of an edge only', () => {
    const services = (text: string) => source(text, 'src/services/x.ts')
    const types = "import { a } from '../domain/a.ts'\nimport type { S } from '../store/index.ts'"
    expect(finds(joining.layers, services(types))).toBe(0)
    expect(finds(joining.layers, services("import { S } from '../store/index.ts'"))).toBe(1)
    expect(finds(joining.layers, services("import { S } from '../../store/index.ts'"))).toBe(1)
    expect(finds(joining.layers, services("import {\n  S,\n} from '../lti/x.ts'"))).toBe(1)
  })
  it('let the environment be read in one place', () => {
    expect(finds(joining.layers, source('const x = process.env.HOME'))).toBe(1)
    expect(finds(joining.layers, source('const x = readConfig(process.env)'))).toBe(0)
    expect(finds(joining.layers, source('process.env.HOME', 'src/config.ts'))).toBe(0)
  })
})

describe('an address', () => {
  it.each(["app.get('/x', f)", 'web.post(`/x`, f)', 'const r = express.Router()', "r.use('/x')"])(
    'is not registered by %s',
    (text) => {
      expect(finds(joining.onlyTheTable, source(text, 'src/web/x.ts'))).toBe(1)
    },
  )
  it('may be asked for by name', () => {
    const text = "const a = map.get('x')\napp.use('/public', files)"
    expect(finds(joining.onlyTheTable, source(text, 'src/web/x.ts'))).toBe(0)
  })
  it('is for somebody, and stands once in the table', () => {
    const row = { method: 'get', at: '/x', for: 'anyone', handle: () => {} }
    expect(joining.wholeTable([row])).toEqual([])
    expect(joining.wholeTable([row, { ...row }])).toEqual([
      'route get /x stands twice in the table',
    ])
    expect(joining.wholeTable([{ ...row, for: undefined }])).toEqual(['route get /x is for nobody'])
  })
})

describe('a view', () => {
  const shown = file('src/web/x.ts', "view: 'admin/index'")
  const tested = file('test/views/x.ts', "'admin/index': {}")
  const view = file('views/admin/index.hbs', '{{#> page}}{{> button}}{{/page}}')

  it('is shown by the source and rendered by a test', () => {
    expect(joining.viewsUsed([view, shown, tested])).toEqual([])
    expect(joining.viewsUsed([view, tested])).toEqual(['views/admin/index.hbs is shown by no page'])
    expect(joining.viewsUsed([view, shown])).toEqual([
      'views/admin/index.hbs is rendered by no test',
    ])
  })
  it('may be chosen among those of its folder', () => {
    const chosen = file(
      'src/web/x.ts',
      'view: `admin/$' + "{VIEWS[state]}`\nconst VIEWS = ['index']",
    )
    expect(joining.viewsUsed([view, chosen, tested])).toEqual([])
  })
  it('has no part that nobody uses', () => {
    const button = file('views/partials/button.hbs')
    expect(joining.viewsUsed([view, shown, tested, button])).toEqual([])
    const fact = file('views/partials/fact.hbs')
    expect(joining.viewsUsed([view, shown, tested, fact])).toHaveLength(1)
  })
})

describe('a text key', () => {
  it.each([
    "t('a.b')",
    "refuse('a.b', {})",
    "new Conflict('a.b')",
    "{ kind: 'done', text: 'a.b' }",
  ])('in %s has its sentence', (text) => {
    expect(joining.knownTexts(source(text), () => false)).toHaveLength(1)
    expect(joining.knownTexts(source(text), (key) => key === 'a.b')).toEqual([])
  })
})

describe('the drawing of a life', () => {
  const life = { draft: { submit: 'sent', drop: 'gone' }, sent: {}, gone: {} }

  it('is missing', () => {
    expect(joining.livesDrawn('# Readme', { claim: life })).toHaveLength(1)
  })
  it('is as the table', () => {
    expect(joining.livesDrawn(joining.drawing('claim', life), { claim: life })).toEqual([])
  })
  it('lacks an arrow, or has one too many', () => {
    const drawn = joining.drawing('claim', life).replace('draft --> gone', 'sent --> gone')
    expect(joining.livesDrawn(drawn, { claim: life })).toEqual([
      'README.md, claim: draw draft --> gone: drop',
      'README.md, claim: there is no sent --> gone: drop',
    ])
  })
})
