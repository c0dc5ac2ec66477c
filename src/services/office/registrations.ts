// LMSs that register themselves: an invitation, good once, and what comes in by it, which waits for approval.

import { type Invitation, invitationState } from '../../domain/invitation.ts'
import { isTestIssuer, type Platform } from '../../domain/platform.ts'
import type {
  LmsAnswer,
  LmsOffer,
  RegistrationDesk,
  RegistrationRequest,
} from '../../domain/registration.ts'
import { Conflict, NotFound, Upstream } from '../../errors.ts'
import { hashOf } from '../../random.ts'
import type { Context } from '../context.ts'
import { audit } from './audits.ts'

const HOUR_MS = 3_600_000
/** A working day and a weekend: the administrator of the LMS is seldom at the next desk. */
export const INVITATION_HOURS = 72

/**
 * Makes the single-use address that an LMS's administrator pastes there; one for a registration that is to be updated
 * is good for nothing else.
 * @returns the address, which is shown this once
 * @throws {NotFound} there is no such registration to update
 */
export async function inviteLms(
  ctx: Context,
  hours: number = INVITATION_HOURS,
  updates: string | null = null,
): Promise<{ invitation: Invitation; url: string }> {
  if (updates !== null) await ctx.store.platforms.get(updates)
  const secret = ctx.newSecret()
  const createdAt = ctx.now()
  const invitation: Invitation = {
    id: ctx.newId(),
    institutionId: ctx.institution.id,
    hash: hashOf(secret),
    createdAt,
    expiresAt: new Date(createdAt.getTime() + hours * HOUR_MS),
    spentAt: null,
    updates,
    platformId: null,
  }
  await ctx.store.invitations.add(invitation)
  await audit(ctx, 'audit.lmsInvited', { invitationId: invitation.id })
  const url = `${ctx.baseUrl}/lti/${ctx.institution.slug}/register?invite=${secret}`
  return { invitation, url }
}

/**
 * Takes an invitation back that nobody has used.
 * @throws {NotFound} none that is open
 */
export async function cancelInvitation(ctx: Context, id: string): Promise<void> {
  if (!(await ctx.store.invitations.remove(id))) throw new NotFound()
  await audit(ctx, 'audit.invitationCancelled', { invitationId: id })
}

/**
 * The open invitation behind a secret.
 * @throws {NotFound} unknown. {Conflict} used, or too old
 */
export async function openInvitation(ctx: Context, secret: string): Promise<Invitation> {
  const invitation = await ctx.store.invitations.find(hashOf(secret))
  if (!invitation) throw new NotFound('register.unknown')
  const state = invitationState(invitation, ctx.now())
  if (state === 'used') throw new Conflict('register.used')
  if (state === 'expired') throw new Conflict('register.expired')
  return invitation
}

/**
 * An LMS registers itself by an invitation. Whatever comes of it waits for approval; nothing works before.
 * The invitation is spent before the LMS is asked, so many at once come to one registration, and given back when certainly nothing was registered.
 * @throws {NotFound} no such invitation. {Conflict} used, expired, or known already.
 * {BadRequest}, {Refused} what the LMS says cannot be used. {Upstream} it does not answer well
 */
export async function registerByInvitation(
  ctx: Context,
  desk: RegistrationDesk,
  secret: string,
  request: RegistrationRequest,
): Promise<Platform> {
  const invitation = await openInvitation(ctx, secret)
  const offer = await desk.look(request)
  if (!(await ctx.store.invitations.spend(invitation.id, ctx.now()))) {
    throw new Conflict('register.used')
  }
  const answer = await desk
    .register(ctx.institution, offer, request.token)
    .catch(async (error: unknown) => {
      const perhapsThere = error instanceof Upstream && !error.retry
      if (!perhapsThere) await ctx.store.invitations.giveBack(invitation.id)
      throw error
    })
  const said = waitingPlatform(ctx, request, offer, answer)
  const platform = await keep(ctx, invitation, said)
  await ctx.store.invitations.settle(invitation.id, platform.id)
  const what = platform.id === said.id ? 'audit.lmsRegistered' : 'audit.lmsOffersUpdate'
  await audit(ctx, what, { platformId: platform.id, invitationId: invitation.id })
  return platform
}

// An LMS that updates keeps the client id it gave us (moodle.md 7.3); with another one it has made a tool of its own.
async function keep(ctx: Context, { updates }: Invitation, said: Platform): Promise<Platform> {
  const known = updates ? await ctx.store.platforms.get(updates) : null
  if (known && known.clientId === said.clientId && said.registered) {
    const { issuer, loginUrl, tokenUrl, jwksUrl, tokenAudience, registered } = said
    const facts = { issuer, loginUrl, tokenUrl, jwksUrl, tokenAudience }
    return ctx.store.platforms.offerUpdate(known.id, { facts, registered })
  }
  await ctx.store.platforms.add(said).catch((cause: unknown) => {
    throw cause instanceof Conflict ? new Conflict('register.known', { cause }) : cause
  })
  return said
}

function waitingPlatform(
  ctx: Context,
  { configurationUrl }: RegistrationRequest,
  offer: LmsOffer,
  { clientId, deploymentId }: LmsAnswer,
): Platform {
  const { kind, name, issuer, loginUrl, tokenUrl, jwksUrl, tokenAudience } = offer
  const { product, version, account, scopes } = offer
  return {
    id: ctx.newId(),
    institutionId: ctx.institution.id,
    ...{ name, kind, issuer, clientId, loginUrl, tokenUrl, jwksUrl, tokenAudience },
    origins: [],
    learnedOrigins: [],
    launchRoleEnough: false,
    test: isTestIssuer(issuer, ctx.institution.testIssuers),
    state: 'waiting',
    registered: {
      at: ctx.now(),
      origin: new URL(configurationUrl).origin,
      ...{ product, version, account, scopes },
      deployments: deploymentId === null ? [] : [deploymentId],
    },
    ...{ lastLaunchAt: null, lastStep: null, lastTokenAt: null },
    ...{ lastScoreAt: null, lastTrouble: null, update: null },
  }
}
