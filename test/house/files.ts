// The files of the repository as the house rules read them.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface SourceFile {
  path: string
  text: string
}

/** A house rule: what is broken, one line each; empty when all is well. */
export type Rule = (files: SourceFile[]) => string[]

const BINARY = /\.(png|jpe?g|gif|ico|woff2?|pdf)$/

/** Every text file that is committed or about to be; ignored ones are nobody's business. */
export function repositoryFiles(root: string): SourceFile[] {
  const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
  })
  return [...new Set(list.split('\0'))]
    .filter((path) => path !== '' && !BINARY.test(path))
    .flatMap((path) => {
      const text = readOrNull(`${root}/${path}`)
      return text === null ? [] : [{ path, text }]
    })
}

// A file deleted but not yet committed is still listed.
function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** The lines of a file that match, as "path:line". */
export function placesOf(file: SourceFile, pattern: RegExp): string[] {
  return file.text
    .split('\n')
    .flatMap((line, i) => (pattern.test(line) ? [`${file.path}:${i + 1}`] : []))
}
