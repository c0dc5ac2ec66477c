// stint token …

import { type Command, Option } from 'commander'
import type { ApiToken } from '../domain/token.ts'
import { issueToken, revokeToken, SCOPES, type Scope } from '../services/office/tokens.ts'
import { tells, within } from './command.ts'
import { upTo } from './numbers.ts'

/** Three years: a token that nobody looks at for longer is forgotten. */
const MOST_DAYS = 1096

/** Adds the commands of this noun. */
export function addToken(program: Command): void {
  const noun = program.command('token').description('API tokens for machines')
  tells<{ institution: string; scope: Scope[]; days: number }>(
    ofInstitution(noun.command('add').description('makes a token; it is shown once'))
      .addOption(
        new Option('--scope <scopes...>', 'what it may do').choices(SCOPES).makeOptionMandatory(),
      )
      .option('--days <days>', 'how long it is good', upTo(MOST_DAYS), 90),
    async (core, { institution, scope, days }) => {
      const ctx = await within(core, institution)
      const { token, text } = await issueToken(ctx, { scopes: [...new Set(scope)], days })
      const { id, expiresAt } = token
      return {
        json: { id, token: text, expiresAt },
        lines: [text, `shown this once; good until ${expiresAt.toISOString()}`],
      }
    },
  )
  tells<{ institution: string }>(
    ofInstitution(noun.command('list').description('lists the tokens')),
    async (core, { institution }) => {
      const tokens = (await (await within(core, institution)).store.tokens.list()).map(shown)
      const lines = tokens.map(
        (x) => `${x.id}\t${x.scopes.join(',')}\t${x.expiresAt.toISOString()}`,
      )
      return { json: { tokens }, lines }
    },
  )
  tells<{ institution: string; token: string }>(
    ofInstitution(noun.command('revoke').description('ends a token at once')).requiredOption(
      '--token <id>',
      'the token',
    ),
    async (core, { institution, token }) => {
      const revoked = await revokeToken(await within(core, institution), token)
      return { json: { token: shown(revoked) }, lines: [`${token} is revoked.`] }
    },
  )
}

function ofInstitution(command: Command): Command {
  return command.requiredOption('--institution <slug>', 'the institution')
}

function shown(token: ApiToken) {
  const { id, scopes, createdAt, expiresAt, lastUsedAt, revokedAt } = token
  return { id, scopes, createdAt, expiresAt, lastUsedAt, revokedAt }
}
