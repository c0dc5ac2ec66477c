// How the files fit together: layers, routes, views, texts, and the drawings in the README.

import type { Rule, SourceFile } from './files.ts'
import { placesOf } from './files.ts'

const isSource = ({ path }: SourceFile) => /^src\/.*\.ts$/.test(path)

const EDGE = /^import (?!type )[^']*? from '((?:\.\.\/)+(?:store|lti|mail|reports)\/[^']+)'/gm
const ENVIRONMENT = /process\.env(?!\))/
/** Hands its environment on to a program of its own. */
const OWN_ENVIRONMENT = ['src/config.ts', 'src/store/mongod.ts']

/** Services know the edges as types only, and the environment is read in one place (the linter keeps the other layers). */
export const layers: Rule = (files) =>
  files.filter(isSource).flatMap((file) => {
    const edges = file.path.startsWith('src/services/')
      ? [...file.text.matchAll(EDGE)].map((m) => `${file.path} imports ${m[1]}, not only its types`)
      : []
    if (OWN_ENVIRONMENT.includes(file.path)) return edges
    const reads = placesOf(file, ENVIRONMENT).map((p) => `${p} reads the environment`)
    return [...edges, ...reads]
  })

const REGISTERS = /\.(get|post|put|patch|delete|all|use)\(\s*['"`]\/|\bRouter\(|\.route\(/
/** Static files, and the numbers on a port of their own. */
const OWN_DOORS = [/app\.use\('\/public'/, /app\.get\('\/metrics'/]

/** Every address of ours stands in src/web/routes.ts and nowhere else. */
export const onlyTheTable: Rule = (files) =>
  files
    .filter((file) => isSource(file) && !file.path.startsWith('src/demo/'))
    .flatMap((file) =>
      placesOf(file, REGISTERS)
        .filter((place) => !OWN_DOORS.some((door) => door.test(lineAt(file, place))))
        .map((place) => `${place} registers an address outside src/web/routes.ts`),
    )

function lineAt(file: SourceFile, place: string): string {
  return file.text.split('\n')[Number(place.split(':').at(-1)) - 1] ?? ''
}

interface TableRow {
  method?: unknown
  at?: unknown
  for?: unknown
  handle?: unknown
}

/** Every route says who may enter, and none stands there twice. */
export function wholeTable(routes: TableRow[]): string[] {
  const names = routes.map(({ method, at }) => `${method} ${at}`)
  const open = routes.flatMap((route, i) =>
    route.for && typeof route.handle === 'function' ? [] : [`route ${names[i]} is for nobody`],
  )
  const twice = names.filter((name, i) => names.indexOf(name) !== i)
  return [...open, ...twice.map((name) => `route ${name} stands twice in the table`)]
}

const VIEW = /^views\/(.+)\.hbs$/

/** Every view is asked for by the source and rendered by a test that names it; every partial is used. */
export const viewsUsed: Rule = (files) => {
  const views = files.flatMap(({ path }) => VIEW.exec(path)?.[1] ?? [])
  const source = files.filter(isSource).map((file) => file.text)
  const tests = files.filter(isTest).map((file) => file.text)
  const templates = files.filter(({ path }) => VIEW.test(path)).map((file) => file.text)
  const pages = views.filter((view) => !/^(layouts|partials)\//.test(view))
  const partials = views.filter((view) => view.startsWith('partials/'))
  const told = (list: string[], what: string) => list.map((view) => `views/${view}.hbs ${what}`)
  return [
    ...told(
      partials.filter((view) => !isIncluded(view, templates)),
      'is part of no page',
    ),
    ...told(
      pages.filter((view) => !isNamed(view, source)),
      'is shown by no page',
    ),
    ...told(
      pages.filter((view) => !isNamed(view, tests)),
      'is rendered by no test',
    ),
  ]
}

function isTest({ path }: SourceFile): boolean {
  return /^test\/(?!house).*\.ts$/.test(path)
}

function isIncluded(partial: string, templates: string[]): boolean {
  const name = partial.split('/').at(-1)
  const call = new RegExp(`\\{\\{~?#?>\\s*(lookup\\b.*)?${name}[\\s}]`)
  return templates.some((text) => call.test(text))
}

// By its whole name; or by its last word where the folder is written once (`confirm/${…}`, mail).
function isNamed(view: string, texts: string[]): boolean {
  const [folder, last] = [view.split('/').slice(0, -1).join('/'), view.split('/').at(-1)]
  const whole = new RegExp(`['"\`]${view}['"\`]`)
  const word = new RegExp(`['"\`]${last}['"\`]`)
  const folderOnce = folder === 'mail' ? /\bview: |\bmail\(/ : new RegExp(`\`${folder}/\\$\\{`)
  return texts.some((text) => whole.test(text) || (word.test(text) && folderOnce.test(text)))
}

const TEXT_USE = [
  /\bt\(\s*'([^']+)'/g,
  /\brefuse\(\s*'([^']+)'/g,
  /\bnew (?:BadRequest|Unauthenticated|Forbidden|NotFound|Conflict|TooMany|Upstream)\(\s*'([^']+)'/g,
  /\b(?:rule|reason|text): '(\w+\.[\w.]+)'/g,
]

/** Every text key that the source names has its sentence. */
export function knownTexts(files: SourceFile[], hasText: (key: string) => boolean): string[] {
  return files
    .filter((file) => isSource(file) && !file.path.startsWith('src/demo/'))
    .flatMap(({ path, text }) => {
      const keys = TEXT_USE.flatMap((use) => [...text.matchAll(use)].map((m) => m[1] ?? ''))
      return [...new Set(keys)]
        .filter((key) => !hasText(key))
        .map((key) => `${path}: no sentence for '${key}'`)
    })
}

type Life = Record<string, Record<string, string>>

/** The drawing of a life table, as it has to stand in the README. */
export function drawing(name: string, life: Life): string {
  const steps = Object.entries(life).flatMap(([from, ways]) =>
    Object.entries(ways).map(([step, to]) => `  ${from} --> ${to}: ${step}`),
  )
  return [`<!-- life: ${name} -->`, '```mermaid', 'stateDiagram-v2', ...steps, '```'].join('\n')
}

const DRAWING = /<!-- life: (\w+) -->\s*```mermaid\n([\s\S]*?)```/g
const ARROW = /^\s*(\w+)\s*-->\s*(\w+)\s*:\s*(\w+)\s*$/

/** The README draws each life table as it is; arrows from and to [*] are free. */
export function livesDrawn(readme: string, lives: Record<string, Life>): string[] {
  const drawn = new Map([...readme.matchAll(DRAWING)].map((m) => [m[1], arrowsOf(m[2] ?? '')]))
  return Object.entries(lives).flatMap(([name, life]) => {
    const there = drawn.get(name)
    if (!there) return [`README.md lacks the life of a ${name}:\n${drawing(name, life)}`]
    const due = arrowsOf(drawing(name, life))
    return [
      ...due.filter((a) => !there.includes(a)).map((a) => `README.md, ${name}: draw ${a}`),
      ...there.filter((a) => !due.includes(a)).map((a) => `README.md, ${name}: there is no ${a}`),
    ]
  })
}

function arrowsOf(diagram: string): string[] {
  return diagram.split('\n').flatMap((line) => {
    const [, from, to, step] = ARROW.exec(line) ?? []
    return from ? [`${from} --> ${to}: ${step}`] : []
  })
}
