/** Every place of the admin, in the order of the day, with the permission that opens it. */
export const PLACES = [
  { group: 'today', name: 'dashboard', to: '/', needs: ['analytics.read'] },
  { group: 'trade', name: 'orders', to: '/orders', needs: ['orders.read'] },
  { group: 'trade', name: 'vendors', to: '/vendors', needs: ['vendors.approve'] },
  { group: 'trade', name: 'approvals', to: '/approvals', needs: ['catalog.approve'] },
  { group: 'care', name: 'disputes', to: '/disputes', needs: ['disputes.decide'] },
  { group: 'care', name: 'complaints', to: '/complaints', needs: ['complaints.manage'] },
  { group: 'care', name: 'clocks', to: '/clocks', needs: ['clocks.read'] },
  { group: 'money', name: 'payouts', to: '/payouts', needs: ['ledger.read'] },
  { group: 'money', name: 'settlements', to: '/settlements', needs: ['ledger.read'] },
  { group: 'duty', name: 'rules', to: '/rules', needs: ['rules.manage'] },
  { group: 'duty', name: 'audit', to: '/audit', needs: ['audit.read'] },
  { group: 'duty', name: 'system', to: '/system', needs: ['analytics.read', 'messages.read'] },
] as const;

export type Place = (typeof PLACES)[number];
export type Group = Place['group'];

/** The places somebody may enter; any one of a place's permissions opens it. */
export const placesFor = (may: (permission: string) => boolean): readonly Place[] =>
  PLACES.filter((place) => place.needs.some(may));

/** The place a path belongs to. */
export const placeOf = (path: string): Place | undefined =>
  PLACES.find((place) => (place.to === '/' ? path === '/' : path === place.to || path.startsWith(`${place.to}/`)));
