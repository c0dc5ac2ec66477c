// stint person …

import { type Command, Option } from 'commander'
import { openDoorFor } from '../services/arriving/sign-ins.ts'
import { tells, within } from './command.ts'
import { upTo } from './numbers.ts'

/** A month: who has not come in by then needs another address. */
const MOST_HOURS = 720

interface LinkOptions {
  institution: string
  role: 'registrar' | 'admin'
  name: string
  hours?: number
}

/** Adds the commands of this noun. */
export function addPerson(program: Command): void {
  const noun = program.command('person').description('people with an office')
  tells<LinkOptions>(
    noun
      .command('link')
      .description(
        "makes a single-use sign-in address: the office's door without an identity provider",
      )
      .requiredOption('--institution <slug>', 'the institution')
      .addOption(
        new Option('--role <role>', 'the office')
          .choices(['registrar', 'admin'])
          .makeOptionMandatory(),
      )
      .requiredOption('--name <name>', 'who will use it; stands in the audit log')
      .option(
        '--hours <hours>',
        "how long it is good; 0.25, the first administrator's 72",
        upTo(MOST_HOURS),
      ),
    async (core, { institution, role, name, hours }) => {
      const ctx = await within(core, institution)
      const { token, expiresAt } = await openDoorFor(ctx, {
        office: role,
        name,
        hours: hours ?? null,
      })
      const url = `${ctx.baseUrl}/enter/${token}`
      return {
        json: { url, expiresAt },
        lines: [url, `good once, until ${expiresAt.toISOString()}`],
      }
    },
  )
}
