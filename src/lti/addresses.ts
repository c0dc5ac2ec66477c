// Our own addresses at an institution's door, and whether an LMS's target is one of them.

import type { Institution } from '../domain/institution.ts'

/** The redirect URI and default target link of an institution. */
export function launchAddress(baseUrl: string, institution: Pick<Institution, 'slug'>): string {
  return `${baseUrl}/lti/${institution.slug}/launch`
}

/** True for exactly our launch address, with or without a query; compared as text, so nothing is normalised away. */
export function isLaunchTarget(target: string, launchUrl: string): boolean {
  if (target === launchUrl) return true
  return target.startsWith(`${launchUrl}?`) && /^[!-~]+$/.test(target) && !/["<>\\#]/.test(target)
}
