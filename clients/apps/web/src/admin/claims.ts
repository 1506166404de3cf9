const decoded = (part: string): string => {
  const bytes = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(bytes, (each) => each.charCodeAt(0)));
};

/** What an access token lets its bearer do. A token that cannot be read lets nobody do anything. */
export const permissionsOf = (token: string): string[] => {
  try {
    const claims = JSON.parse(decoded(token.split('.')[1] ?? '')) as { permissions?: unknown };
    const held = Array.isArray(claims.permissions) ? claims.permissions : [];
    return held.filter((each): each is string => typeof each === 'string');
  } catch {
    return [];
  }
};
