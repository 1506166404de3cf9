export const vendor = {
  area: {
    title: 'Vendor centre',
    email: 'E-mail',
    password: 'Password',
    factor: 'Code of your authenticator',
    signIn: 'Sign in',
    signOut: 'Sign out',
    hello: 'Signed in as {{name}}.',
  },
};
