export const admin = {
  area: {
    title: 'Administration',
    email: 'E-mail',
    password: 'Password',
    factor: 'Code of your authenticator',
    signIn: 'Sign in',
    signOut: 'Sign out',
    hello: 'Signed in as {{name}}.',
  },
};
