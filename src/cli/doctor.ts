// stint doctor

import type { Command } from 'commander'
import type { Core } from '../core.ts'
import { told } from '../findings.ts'
import { diagnose } from '../services/lms/doctor.ts'
import { type Answer, tells, within } from './command.ts'

/** Adds the command. */
export function addDoctor(program: Command): void {
  tells<{ institution?: string }>(
    program
      .command('doctor')
      .description('looks at everything Stint needs to work, and says what to change and where')
      .option('--institution <slug>', 'only this institution'),
    examine,
  )
}

async function examine(core: Core, { institution }: { institution?: string }): Promise<Answer> {
  const all = await core.hands.directory.institutions.list()
  const slugs = institution ? [institution] : all.map(({ slug }) => slug)
  const contexts = await Promise.all(slugs.map((slug) => within(core, slug)))
  const findings = (await Promise.all(contexts.map((ctx) => diagnose(ctx)))).flat().map(told)
  const ok = findings.every(({ level }) => level !== 'wrong')
  if (!ok) process.exitCode = 1
  const lines = findings.map(
    ({ level, text, setting }) => `${level}\t${text}${setting ? ` ${setting}` : ''}`,
  )
  return { json: { ok, findings }, lines }
}
