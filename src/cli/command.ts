// One command: its options, the story it tells, and its answer as JSON or as lines for people.

import type { Command } from 'commander'
import type { Core } from '../core.ts'
import type { Institution } from '../domain/institution.ts'
import { AppError, Invalid, NotFound } from '../errors.ts'
import type { Context } from '../services/context.ts'
import { t } from '../text.ts'

export interface Answer {
  /** What `--json` prints. */
  json: object
  /** What people read. */
  lines: string[]
}

/** A story told by a command; it gets the open database and the options given. */
export type Story<O> = (core: Core, options: O) => Promise<Answer>

/** Gives a command its story. Exit codes: 0 done, 1 refused (interfaces.md); wrong usage is commander's, 2. */
export function tells<O extends object>(command: Command, story: Story<O>): Command {
  return command.action(async () => {
    const options: O & { json?: boolean } = command.optsWithGlobals()
    // Only here, so that what needs no database starts at once.
    const { openForCommand } = await import('./open.ts')
    const core = await openForCommand()
    try {
      print(await story(core, options), options.json === true)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      refuse(error, options.json === true)
    } finally {
      await core.close()
    }
  })
}

/** The same for a story that needs files only: no database is opened, and what is wrong in them is wrong usage, 2. */
export function tellsOfFiles<O extends object>(
  command: Command,
  story: (options: O) => Promise<Answer>,
): Command {
  return command.action(async () => {
    const options: O & { json?: boolean } = command.optsWithGlobals()
    try {
      print(await story(options), options.json === true)
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      refuse(error, options.json === true)
      process.exitCode = 2
    }
  })
}

function print({ json, lines }: Answer, asJson: boolean): void {
  console.log(asJson ? JSON.stringify(json) : lines.join('\n'))
}

function refuse(error: AppError, asJson: boolean): void {
  process.exitCode = 1
  const wrong = error instanceof Invalid ? error.fields : {}
  const sentences = Object.entries(wrong).map(([field, key]) => `${field}: ${t(key)}`)
  const message = [t(error.key, error.facts), ...sentences].join('\n  ')
  const facts = error instanceof Invalid ? error.fields : error.facts
  if (asJson) console.log(JSON.stringify({ error: { rule: error.key, message, facts } }))
  else console.error(message)
}

/** Says that something broke on the way, where no rule of ours has refused; exit code 1. */
export function failed(error: unknown, asJson: boolean): void {
  process.exitCode = 1
  const message = error instanceof Error ? error.message : String(error)
  if (asJson) console.log(JSON.stringify({ error: { rule: 'errors.ours', message, facts: {} } }))
  else console.error(message)
}

/**
 * The institution named by its slug.
 * @throws {NotFound} no such institution
 */
export async function institutionBySlug(core: Core, slug: string): Promise<Institution> {
  const institution = await core.hands.directory.institutions.bySlug(slug)
  if (!institution) throw new NotFound('institution.unknown', { facts: { slug } })
  return institution
}

/** A context of the institution, in which the command acts. */
export async function within(core: Core, slug: string): Promise<Context> {
  return core.contextFor({ kind: 'worker' }, await institutionBySlug(core, slug))
}
