// The LTI edge, opened once per process: the LMS's door, the services of LMSs, and our keys.

import { setTimeout } from 'node:timers/promises'
import type { Institution } from '../domain/institution.ts'
import type { ToolKeyStore } from '../domain/keys.ts'
import type { Lms } from '../domain/lms.ts'
import type { Platform } from '../domain/platform.ts'
import type { RegistrationDesk } from '../domain/registration.ts'
import type { Logger } from '../log.ts'
import { openAccessTokens } from './access-token.ts'
import { type Ask, openHttp } from './http.ts'
import type { Kernel } from './kernel/kernel.ts'
import { ltijsKernel } from './kernel/ltijs.ts'
import { type VerifiedLaunch, verifyLaunch } from './launch.ts'
import { openLms } from './lms.ts'
import { authorizeAddress, type CheckedLogin, checkLogin } from './login.ts'
import { openPlatformKeys } from './platform-keys.ts'
import { canvasKey } from './registration/canvas-key.ts'
import { readConfiguration } from './registration/configuration.ts'
import { registerThere } from './registration/register.ts'
import { SCOPES } from './registration/tool.ts'
import type { Registrations } from './registrations.ts'
import { openSealer } from './seal.ts'
import { type KeyDesk, openToolKeys } from './tool-keys.ts'

interface LtiOptions {
  /** Newest first, 32 bytes each. */
  masterKeys: Buffer[]
  baseUrl: string
  /** host:port that may be private and spoken to over http. */
  privateHosts: string[]
  keys: ToolKeyStore
  platforms: Registrations
  now: () => Date
  log: Logger
  /** Another kernel, or less patience with LMSs. */
  kernel?: Kernel
  timeoutMs?: number
  /** Told when an LMS gave us a token, or why it did not. */
  onToken?: (platform: Platform, trouble: string | null) => void
  /** How we wait when an LMS asks us to slow down. */
  pause?: (ms: number) => Promise<unknown>
}

interface Door {
  checkLogin(institution: Institution, params: unknown): Promise<CheckedLogin>
  /** The address at the LMS to go to; its answer comes back to `launch` with the same browser's proof, perhaps among others. */
  authorize(institution: Institution, login: CheckedLogin, proof: string): string
  launch(institution: Institution, form: unknown, proofs: string[]): Promise<VerifiedLaunch>
  jwks(institution: Institution): Promise<{ keys: object[] }>
  /** What a Canvas administrator enters by its address. */
  canvasKey(institution: Institution): object
  /** Every scope we ask for. */
  scopes: string[]
}

/** Opens everything that speaks LTI. */
export async function openLti(options: LtiOptions): Promise<{
  door: Door
  lms: Lms
  keys: KeyDesk
  desk: RegistrationDesk
}> {
  const { baseUrl, now, log, timeoutMs } = options
  const sealer = openSealer(options.masterKeys)
  const ask = openHttp({ privateHosts: options.privateHosts, ...(timeoutMs ? { timeoutMs } : {}) })
  const keys = openToolKeys({ store: options.keys, sealer, now })
  const hands = {
    registrations: options.platforms,
    kernel: options.kernel ?? ltijsKernel(),
    platformKeys: openPlatformKeys({ ask, now, log }),
    sealer,
    baseUrl,
    privateHosts: options.privateHosts,
    now,
  }
  const door: Door = {
    checkLogin: (institution, params) => checkLogin(hands, institution, params),
    authorize: (institution, login, proof) => authorizeAddress(hands, institution, login, proof),
    launch: (institution, form, proofs) => verifyLaunch(hands, institution, form, proofs),
    jwks: async (institution) => ({ keys: await keys.published(institution.id) }),
    canvasKey: (institution) => canvasKey(baseUrl, institution),
    scopes: SCOPES,
  }
  const desk: RegistrationDesk = {
    look: (request) => readConfiguration(ask, request),
    register: (institution, offer, token) =>
      registerThere({ ask, baseUrl }, institution, offer, token),
  }
  const tokens = openAccessTokens({ ask, keys, now, onToken: options.onToken ?? (() => {}) })
  const pause = options.pause ?? setTimeout
  return {
    door,
    lms: openLms({ ask, askOwn: askingOwn(options), tokens, pause, keys }, now),
    keys,
    desk,
  }
}

// On one machine our own address is a loopback one, which no LMS elsewhere could reach; here it may be asked.
function askingOwn({ baseUrl, privateHosts, timeoutMs }: LtiOptions): Ask {
  const { hostname, host } = new URL(baseUrl)
  const own = ['localhost', '127.0.0.1', '[::1]'].includes(hostname) ? [host] : []
  return openHttp({ privateHosts: [...privateHosts, ...own], ...(timeoutMs ? { timeoutMs } : {}) })
}
