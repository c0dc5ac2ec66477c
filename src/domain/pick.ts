// What an instructor is about to put into a course from the LMS's own "add" dialogue: answered once, by who opened it.

import type { DeepLinkRequest } from './launch.ts'

export interface Pick {
  id: string
  institutionId: string
  personId: string
  courseId: string
  platformId: string
  deploymentId: string
  request: DeepLinkRequest
  /** The assignment that was begun in it; null until then. */
  assignmentId: string | null
  createdAt: Date
  expiresAt: Date
  answeredAt: Date | null
}

/** An LMS's session behind the dialogue seldom lives longer. */
export const PICK_MS = 2 * 3_600_000

/** True while it can still be answered. */
export function isOpen({ answeredAt, expiresAt }: Pick, now: Date): boolean {
  return answeredAt === null && expiresAt > now
}
