// The gradebooks and rosters of LMSs, as the rest of Stint asks for them.

import type { Lms } from '../domain/lms.ts'
import type { Platform } from '../domain/platform.ts'
import { Upstream } from '../errors.ts'
import { findColumns, makeColumn, readLineItem } from './columns.ts'
import { signReply } from './deep-link-reply.ts'
import { examine } from './examine.ts'
import { postScore, readScore, readScores } from './gradebook.ts'
import { readMembers } from './members.ts'
import type { Services } from './service.ts'
import type { ToolKeys } from './tool-keys.ts'

/** The services of every LMS; a paused registration is asked for nothing. */
export function openLms(
  services: Services & { keys: Pick<ToolKeys, 'signer'> },
  now: () => Date,
): Lms {
  return {
    async members(platform, rosterUrl, rlid = null) {
      checkActive(platform)
      return readMembers(services, platform, rosterUrl, rlid)
    },
    async readLineItem(platform, lineItemUrl) {
      checkActive(platform)
      return readLineItem(services, platform, lineItemUrl)
    },
    async findColumns(platform, lineItemsUrl, marks) {
      checkActive(platform)
      return findColumns(services, platform, lineItemsUrl, marks)
    },
    async makeColumn(platform, lineItemsUrl, wish) {
      checkActive(platform)
      return makeColumn(services, platform, lineItemsUrl, wish)
    },
    examine: (platform, ourKeysUrl) => examine(services, platform, ourKeysUrl, now),
    signReply: (platform, reply) => signReply(services.keys, platform, reply, now()),
    async readScore(platform, lineItemUrl, subject) {
      checkActive(platform)
      return readScore(services, platform, lineItemUrl, subject)
    },
    async readScores(platform, lineItemUrl) {
      checkActive(platform)
      return readScores(services, platform, lineItemUrl)
    },
    async postScore(platform, lineItemUrl, score) {
      if (platform.state !== 'active') {
        return { kind: 'later', reason: 'lms.paused', retryAfterMs: null }
      }
      return postScore(services, platform, lineItemUrl, score, now())
    },
  }
}

function checkActive(platform: Platform): void {
  if (platform.state !== 'active') throw new Upstream('lms.paused', true)
}
