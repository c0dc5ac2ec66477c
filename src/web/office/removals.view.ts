// What the second look says.

import type { Platform } from '../../domain/platform.ts'
import type { TestSpace } from '../../services/office/test-space.ts'
import { t } from '../../text.ts'
import { paths } from '../paths.ts'

/** Before a registration is removed. */
export function removeView({ id, name, test }: Platform) {
  return {
    name,
    title: t('platform.removeTitle', { name }),
    text: t('platform.removeText'),
    more: t(test ? 'platform.removeTest' : 'platform.removeInstead'),
    sure: t('platform.removeSure'),
    keep: t('platform.keep'),
    action: paths.removePlatform(id),
    back: paths.platform(id),
  }
}

/** Before a test system's space is wiped. */
export function wipeView({ platform: { id, name }, size }: TestSpace) {
  return {
    name,
    title: t('platform.wipeTitle', { name }),
    text: t('platform.wipeText', { ...size }),
    more: t('platform.wipeMore'),
    sure: t('platform.wipeSure'),
    keep: t('platform.wipeKeep'),
    action: paths.wipePlatform(id),
    back: paths.platform(id),
  }
}
