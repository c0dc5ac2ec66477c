// How a file is written: its length, its first line, its docstrings, its words, and what it never holds.

import { placesOf, type Rule, type SourceFile } from './files.ts'

const MOST_LINES = 250

const isSource = ({ path }: SourceFile) => /^src\/.*\.ts$/.test(path)
const isCode = ({ path }: SourceFile) => /^(src|test)\/.*\.ts$/.test(path)

/** No file of ours is longer than 250 lines. */
export const shortFiles: Rule = (files) =>
  files.filter(isSource).flatMap(({ path, text }) => {
    const lines = text.trimEnd().split('\n').length
    return lines > MOST_LINES ? [`${path} has ${lines} lines; ${MOST_LINES} are the most`] : []
  })

/** The first line says in plain words what the file is. */
export const firstLines: Rule = (files) =>
  files
    .filter((file) => isCode(file) && !/^(#!.*\n)?\/\/ \S/.test(file.text))
    .map(({ path }) => `${path} does not begin with a comment that says what it is`)

const EXPORTED = /^export (async )?function\*? (\w+)/

/** Every exported function says in one sentence what it does. */
export const docstrings: Rule = (files) =>
  files.filter(isSource).flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, i, lines) => {
      const name = EXPORTED.exec(line)?.[2]
      const told = lines[i - 1]?.trimEnd().endsWith('*/')
      return name && !told ? [`${path}:${i + 1} exports ${name} without a docstring`] : []
    }),
  )

// Joined from parts, so that this list does not find itself.
const NEVER: [RegExp, string][] = [
  [new RegExp(['\\bTO', 'DO\\b|\\bFIX', 'ME\\b|\\bXX', 'X\\b'].join('')), 'unfinished work'],
  [
    /\b(it|test|describe)(\.\w+)*\.(skip|only|todo|fails|skipIf|runIf)\b/,
    'a test that does not run',
  ],
  [/\bx(it|describe)\(/, 'a test that does not run'],
  [/\bvi\.(mock|doMock|hoisted)\b/, 'a mocked module'],
  [/@ts-(ignore|nocheck|expect-error)/, 'a silenced type error'],
  [/^(?!\s*(\/\/|\/?\*)).*(:|\bas|<)\s*any\b(?!\s+\w)/, 'the type that says nothing'],
]

/** Nothing unfinished, switched off, mocked or silenced. */
export const neverIn: Rule = (files) =>
  files
    .filter((file) => isCode(file) && !file.path.startsWith('test/house'))
    .flatMap((file) =>
      NEVER.flatMap(([pattern, what]) =>
        placesOf(file, pattern).map((place) => `${place} holds ${what}`),
      ),
    )

/** The glossary: the word we use, and what we never call it in the name of a file or an export. */
const GLOSSARY: [RegExp, string][] = [
  [/engagement|internship-?instance/i, 'placement'],
  [/\bgigs?\b|posting-?job|\bjob-?offer/i, 'micro-internship'],
  [/compan(y|ies)|\bpartners?\b/i, 'employer'],
  [/time-?sheet/i, 'hours log'],
  [/sign-?off/i, 'confirm'],
  [/bounce/i, 'give back'],
  [/dead-?letter/i, 'stuck'],
  [/credit-?(application|request)/i, 'claim'],
  [/tenant-?id/i, 'institution'],
]
const LMS_WORDS: [RegExp, string] = [/line-?item/i, 'assignment']
const WEAK = /(Manager|Helper|Util|Utils|Impl)$|-(manager|helper|helpers|util|utils|impl)$/

/** File and export names use the words of the glossary, and say what a thing is. */
export const glossary: Rule = (files) =>
  files.filter(isSource).flatMap((file) => {
    const foreign = /^src\/(lti|demo)\//.test(file.path)
    const words = foreign ? GLOSSARY : [...GLOSSARY, LMS_WORDS]
    return namesIn(file).flatMap((name) => {
      const wrong = words.filter(([pattern]) => pattern.test(name))
      const weak = WEAK.test(name) ? [`${file.path}: the name ${name} says nothing`] : []
      return [...weak, ...wrong.map(([, right]) => `${file.path}: ${name}: we say "${right}"`)]
    })
  })

function namesIn({ path, text }: SourceFile): string[] {
  const own = path.replace(/^src\//, '').replace(/(\.\w+)+$/, '')
  const exported = [
    ...text.matchAll(/^export (?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm),
  ].map((match) => match[1] ?? '')
  return [...own.split('/'), ...exported]
}

const HOSTS = [
  /registry\.\w+|\bnpmjs\.|\bpypi\.|pythonhosted|deb\.debian|docker\.io|ghcr\.io|quay\.io/,
  /artifactory|jfrog|\bnexus[.-]/,
]
const MACHINE = /(^|[\s'"`=:(])\/(work|root|home|Users|tmp)\/[\w.-]+/

/** Nothing committed names a registry's host or a place on somebody's machine. */
export const noMachine: Rule = (files) =>
  files
    .filter(({ path }) => !path.startsWith('test/house'))
    .flatMap((file) => [
      ...HOSTS.flatMap((pattern) => placesOf(file, pattern)).map((p) => `${p} names a registry`),
      ...placesOf(file, MACHINE).map((p) => `${p} names a place on one machine`),
    ])

const ROOMS = new Set([
  ...['src', 'views', 'public', 'test', 'package.json', 'package-lock.json', 'tsconfig.json'],
  ...['tsconfig.build.json', 'docker-compose.yml', 'Dockerfile', 'README.md', 'CONTRIBUTING.md'],
  ...['LICENSE', 'biome.json', 'knip.json', 'vitest.config.ts'],
])

/** The top level holds what was asked for, beside it dot files only. */
export const topLevel: Rule = (files) => {
  const tops = new Set(files.map(({ path }) => path.split('/', 1)[0] ?? ''))
  return [...tops]
    .filter((top) => !top.startsWith('.') && !ROOMS.has(top))
    .map((top) => `${top} does not belong on the top level`)
}
