// What an institution's administrator may set: its name, colour, zone, sender, office and test systems.

import { contrastOnPaper, isColour, LEAST_CONTRAST } from '../../domain/colour.ts'
import type { Institution, InstitutionSettings } from '../../domain/institution.ts'
import { Invalid } from '../../errors.ts'
import type { Context } from '../context.ts'
import { audit } from './audits.ts'
import { isTimezone } from './institutions.ts'

/**
 * Changes the institution's settings.
 * @throws {Invalid} with the fields that cannot be used
 */
export async function changeSettings(
  ctx: Context,
  settings: InstitutionSettings,
): Promise<Institution> {
  const wrong = { ...wrongIn(settings), ...(await inUse(ctx, settings)) }
  if (Object.keys(wrong).length > 0) throw new Invalid(wrong)
  const changed = await ctx.directory.institutions.change(ctx.institution.id, settings)
  await audit(ctx, 'audit.settingsChanged')
  return changed
}

// Launches from a test issuer come in through registrations made for tests only.
async function inUse(
  ctx: Context,
  { testIssuers }: InstitutionSettings,
): Promise<Record<string, string>> {
  const real = (await ctx.store.platforms.list()).filter(({ test }) => !test)
  const isUsed = real.some(({ issuer }) => testIssuers.includes(issuer))
  return isUsed ? { testIssuers: 'settings.issuerInUse' } : {}
}

function wrongIn(settings: InstitutionSettings): Record<string, string> {
  const { name, timezone, colour, officeMail, sender, testIssuers } = settings
  const wrong: Record<string, string> = {}
  if (!name.trim()) wrong.name = 'institution.badName'
  if (!isTimezone(timezone)) wrong.timezone = 'institution.badTimezone'
  const trouble = colour === null ? null : colourTrouble(colour)
  if (trouble) wrong.colour = trouble
  // What stands in a mail's head holds no line breaks and no signs that mean something there.
  if (sender !== null && /[\p{Cc}<>"]/u.test(sender)) wrong.sender = 'settings.badSender'
  if (officeMail !== null && !/^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(officeMail)) {
    wrong.officeMail = 'form.notAMail'
  }
  if (!testIssuers.every((issuer) => URL.canParse(issuer))) {
    wrong.testIssuers = 'platform.notAnAddress'
  }
  return wrong
}

function colourTrouble(colour: string): string | null {
  if (!isColour(colour)) return 'settings.badColour'
  return contrastOnPaper(colour) < LEAST_CONTRAST ? 'settings.paleColour' : null
}
