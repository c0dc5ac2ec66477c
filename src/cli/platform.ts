// stint platform …

import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Core } from '../core.ts'
import type { Platform, PlatformFacts, PlatformKind } from '../domain/platform.ts'
import type { Context } from '../services/context.ts'
import {
  addPlatform as add,
  installPage,
  pasteValues,
  removePlatform,
} from '../services/office/institutions.ts'
import {
  approvePlatform,
  changePlatform,
  pausePlatform,
  resumePlatform,
  setLaunchRoleEnough,
} from '../services/office/platforms.ts'
import { INVITATION_HOURS, inviteLms } from '../services/office/registrations.ts'
import { standingOf } from '../standing.ts'
import { type Answer, tells, within } from './command.ts'
import { upTo } from './numbers.ts'

interface AddOptions {
  institution: string
  name: string
  kind: PlatformKind
  issuer: string
  clientId: string
  loginUrl: string
  tokenUrl: string
  jwksUrl: string
  tokenAudience?: string
  deployment: string[]
  origin: string[]
  test?: boolean
}

interface OneOptions {
  institution: string
  platform: string
}

interface EditOptions extends OneOptions, Partial<PlatformFacts> {
  origin?: string[]
  launchRoleEnough?: 'yes' | 'no'
}

/** Adds the commands of this noun. */
export function addPlatform(program: Command): void {
  const noun = program.command('platform').description('the LMSs that may send people to Stint')
  tells<AddOptions>(addCommand(noun), register)
  tells<{ institution: string }>(
    ofInstitution(noun.command('list').description('lists the registrations')),
    list,
  )
  tells<{ institution: string; hours: number }>(inviteCommand(noun), invite)
  tells<OneOptions>(
    one(noun, 'approve', 'lets a registration that came by an invitation work'),
    moves(approvePlatform),
  )
  tells<OneOptions>(one(noun, 'pause', 'stops launches and services'), moves(pausePlatform))
  tells<OneOptions>(one(noun, 'resume', 'lets launches and services go on'), moves(resumePlatform))
  tells<EditOptions>(editCommand(noun), edit)
  tells<OneOptions>(one(noun, 'remove', 'removes a registration that owes no score'), remove)
}

async function register(core: Core, options: AddOptions): Promise<Answer> {
  const ctx = await within(core, options.institution)
  const platform = await add(ctx, {
    name: options.name,
    kind: options.kind,
    issuer: options.issuer,
    clientId: options.clientId,
    loginUrl: options.loginUrl,
    tokenUrl: options.tokenUrl,
    jwksUrl: options.jwksUrl,
    tokenAudience: options.tokenAudience ?? null,
    deployments: options.deployment,
    origins: options.origin,
    test: options.test ?? false,
  })
  const paste = pasteValues(ctx)
  const lines = [
    `${platform.name} is registered as ${platform.id}. Paste into the LMS:`,
    ...Object.entries(paste).map(([name, value]) => `  ${name}\t${value}`),
    `What each is called there, and what to switch on: ${installPage(ctx)}`,
  ]
  return { json: { platform: shown(platform), paste }, lines }
}

async function list(core: Core, { institution }: { institution: string }): Promise<Answer> {
  const ctx = await within(core, institution)
  const platforms = (await ctx.store.platforms.list()).map((platform) => ({
    ...shown(platform),
    standing: standingOf(platform, ctx.institution.timezone),
  }))
  const lines = platforms.flatMap(({ standing, ...p }) => [
    `${p.id}\t${p.state}\t${p.kind}\t${p.name}\t${p.issuer}`,
    ...[standing.works, standing.trouble ?? []].flat().map((line) => `  ${line}`),
  ])
  return { json: { platforms }, lines }
}

async function invite(
  core: Core,
  options: { institution: string; hours: number; platform?: string },
): Promise<Answer> {
  const ctx = await within(core, options.institution)
  const { invitation, url } = await inviteLms(ctx, options.hours, options.platform ?? null)
  const { expiresAt } = invitation
  return { json: { url, expiresAt }, lines: [url, `good once, until ${expiresAt.toISOString()}`] }
}

function moves(move: (ctx: Context, id: string) => Promise<Platform>) {
  return async (core: Core, options: OneOptions): Promise<Answer> => {
    const platform = await move(await within(core, options.institution), options.platform)
    return {
      json: { platform: shown(platform) },
      lines: [`${platform.name} is ${platform.state}.`],
    }
  }
}

async function edit(core: Core, options: EditOptions): Promise<Answer> {
  const ctx = await within(core, options.institution)
  const { platform: id, launchRoleEnough } = options
  const facts = givenIn(options)
  if (Object.keys(facts).length > 0) {
    await changePlatform(ctx, id, { ...factsOf(await ctx.store.platforms.get(id)), ...facts })
  }
  if (launchRoleEnough) await setLaunchRoleEnough(ctx, id, launchRoleEnough === 'yes')
  const platform = await ctx.store.platforms.get(id)
  const says = platform.launchRoleEnough
    ? 'the role of its launches is enough'
    : 'its rosters are asked'
  return { json: { platform: shown(platform) }, lines: [`${platform.name}: ${says}.`] }
}

function factsOf(platform: Platform): PlatformFacts {
  const { name, kind, issuer, clientId, loginUrl, tokenUrl, jwksUrl } = platform
  const { tokenAudience, origins } = platform
  return { name, kind, issuer, clientId, loginUrl, tokenUrl, jwksUrl, tokenAudience, origins }
}

function givenIn({ origin, ...options }: EditOptions): Partial<PlatformFacts> {
  const names = ['name', 'kind', 'issuer', 'clientId', 'loginUrl', 'tokenUrl', 'jwksUrl'] as const
  const given = names.flatMap((name) => (options[name] ? [[name, options[name]] as const] : []))
  const { tokenAudience } = options
  return {
    ...Object.fromEntries(given),
    // An empty one is the token endpoint's own address again.
    ...(tokenAudience === undefined ? {} : { tokenAudience: tokenAudience || null }),
    ...(origin ? { origins: origin } : {}),
  }
}

async function remove(core: Core, options: OneOptions): Promise<Answer> {
  const platform = await removePlatform(await within(core, options.institution), options.platform)
  return { json: { platform: shown(platform) }, lines: [`${platform.name} is removed.`] }
}

/** A month: an invitation that nobody has used by then is forgotten. */
const MOST_HOURS = 720

function inviteCommand(noun: Command): Command {
  return ofInstitution(
    noun
      .command('invite')
      .description('makes a single-use address by which an LMS registers itself'),
  )
    .option('--hours <hours>', 'how long it is good', upTo(MOST_HOURS), INVITATION_HOURS)
    .option('--platform <id>', 'the registration that it is to update')
}

function addCommand(noun: Command): Command {
  return ofInstitution(noun.command('add').description('registers an LMS by hand'))
    .requiredOption('--name <name>', 'how people call this LMS')
    .addOption(kindOption().makeOptionMandatory())
    .requiredOption('--issuer <url>', 'its issuer', address)
    .requiredOption('--client-id <id>', 'the client id it gave us')
    .requiredOption('--login-url <url>', 'its authorisation endpoint', address)
    .requiredOption('--token-url <url>', 'its token endpoint', address)
    .requiredOption('--jwks-url <url>', 'its public keys', address)
    .option('--token-audience <audience>', 'what its token endpoint wants as audience')
    .option('--deployment <id>', 'an approved deployment; repeat for several', several, [])
    .option('--origin <url>', 'who may frame us; repeat for several', severalOrigins, [])
    .option('--test', 'a test system: marked, and never in reports')
}

function editCommand(noun: Command): Command {
  return one(noun, 'edit', 'changes what is given of a registration, and nothing else')
    .option('--name <name>', 'how people call this LMS')
    .addOption(kindOption())
    .option('--issuer <url>', 'its issuer', address)
    .option('--client-id <id>', 'the client id it gave us')
    .option('--login-url <url>', 'its authorisation endpoint', address)
    .option('--token-url <url>', 'its token endpoint', address)
    .option('--jwks-url <url>', 'its public keys', address)
    .option('--token-audience <audience>', 'what its token endpoint wants as audience')
    .option('--origin <url>', 'who may frame us, all of them; repeat for several', severalOrigins)
    .addOption(
      new Option(
        '--launch-role-enough <yes|no>',
        'whether the launch’s role decides where no roster is told (Moodle)',
      ).choices(['yes', 'no']),
    )
}

function kindOption(): Option {
  return new Option('--kind <kind>', 'what it is').choices(['canvas', 'moodle', 'other'])
}

function ofInstitution(command: Command): Command {
  return command.requiredOption('--institution <slug>', 'the institution')
}

function one(noun: Command, name: string, description: string): Command {
  return ofInstitution(noun.command(name).description(description)).requiredOption(
    '--platform <id>',
    'the registration',
  )
}

function address(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return value
  throw new InvalidArgumentError('An address beginning with https:// is needed.')
}

function several(value: string, before: string[]): string[] {
  return [...before, value]
}

function severalOrigins(value: string, before: string[] = []): string[] {
  return [...before, new URL(address(value)).origin]
}

function shown(platform: Platform) {
  const { institutionId: _, ...rest } = platform
  return rest
}
