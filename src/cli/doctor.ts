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
  const found = await Promise.all(slugs.map((slug) => findingsOf(core, slug)))
  const findings = found.flat()
  const ok = findings.every(({ level }) => level !== 'wrong')
  if (!ok) process.exitCode = 1
  const lines = findings.map(({ institution: slug, level, text, setting }) =>
    [...(slugs.length > 1 ? [slug] : []), level, `${text} ${setting}`.trim()].join('\t'),
  )
  return { json: { ok, findings }, lines }
}

// Two institutions may call their LMSs the same.
async function findingsOf(core: Core, slug: string) {
  const findings = await diagnose(await within(core, slug))
  return findings.map((finding) => ({ institution: slug, ...told(finding) }))
}
