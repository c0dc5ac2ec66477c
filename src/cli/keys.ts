// stint keys …

import type { Command } from 'commander'
import type { Core } from '../core.ts'
import { institutionBySlug, tells } from './command.ts'

/** Adds the commands of this noun. */
export function addKeys(program: Command): void {
  const noun = program.command('keys').description('the keys an institution signs with')
  tells<{ institution: string }>(
    noun
      .command('rotate')
      .description('makes a new key; the old one stays published for a while')
      .requiredOption('--institution <slug>', 'the institution'),
    async (core, { institution }) => {
      const { id } = await institutionBySlug(core, institution)
      await core.lti.keys.rotate(id)
      return answer(core, id)
    },
  )
  tells<{ institution: string; kid: string }>(
    noun
      .command('revoke')
      .description('takes a key away at once')
      .requiredOption('--institution <slug>', 'the institution')
      .requiredOption('--kid <kid>', 'the key'),
    async (core, { institution, kid }) => {
      const { id } = await institutionBySlug(core, institution)
      await core.lti.keys.revoke(id, kid)
      return answer(core, id)
    },
  )
}

async function answer(core: Core, institutionId: string) {
  const keys = (await core.lti.keys.list(institutionId)).map(({ kid, state }) => ({ kid, state }))
  return { json: { keys }, lines: keys.map((key) => `${key.state}\t${key.kid}`) }
}
