// stint institution …

import type { Command } from 'commander'
import type { Institution } from '../domain/institution.ts'
import { addInstitution as add } from '../services/office/institutions.ts'
import { institutionRules } from '../services/rules/rules-in-force.ts'
import { tells } from './command.ts'

/** Adds the commands of this noun. */
export function addInstitution(program: Command): void {
  const noun = program.command('institution').description('the universities that use this Stint')
  tells<{ slug: string; name: string; timezone: string }>(
    noun
      .command('add')
      .description('adds an institution')
      .requiredOption('--slug <slug>', 'its part of every address, a-z, 0-9 and -')
      .requiredOption('--name <name>', 'its name')
      .option('--timezone <zone>', 'where its days begin and end (IANA name)', 'UTC'),
    async (core, { slug, name, timezone }) => {
      const institution = await add(core.hands, { slug, name, timezone })
      await institutionRules(core.contextFor({ kind: 'worker' }, institution))
      return { json: { institution: shown(institution) }, lines: [`${slug} is ready.`] }
    },
  )
  tells(noun.command('list').description('lists the institutions'), async (core) => {
    const institutions = (await core.hands.directory.institutions.list()).map(shown)
    return {
      json: { institutions },
      lines: institutions.map((i) => `${i.slug}\t${i.name}\t${i.timezone}`),
    }
  })
}

function shown({ id, slug, name, timezone }: Institution) {
  return { id, slug, name, timezone }
}
