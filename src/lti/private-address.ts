// Which network addresses are not the public internet's; an LMS may live there only when it is listed.

import { BlockList, isIP } from 'node:net'

const SUBNETS4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]

// Of IPv6 only 2000::/3 is given out to the public internet (RFC 4291 2.4, IANA's registry): all else is refused,
// and within it the ranges for documentation and those that carry IPv4 addresses inside.
const SUBNETS6 = [
  '::/3',
  '4000::/2',
  '8000::/1',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
]

const MAPPED = ['::ffff:0:0/96']

const list4 = listOf(SUBNETS4, 'ipv4')
const list6 = listOf(SUBNETS6, 'ipv6')
const mapped = listOf(MAPPED, 'ipv6')

function listOf(subnets: string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [net = '', bits] = subnet.split('/')
    list.addSubnet(net, Number(bits), family)
  }
  return list
}

/** True for an address outside the public internet; IPv4 mapped into IPv6 is seen through. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return true
  if (family === 4) return list4.check(address, 'ipv4')
  return (mapped.check(address, 'ipv6') ? list4 : list6).check(address, 'ipv6')
}
