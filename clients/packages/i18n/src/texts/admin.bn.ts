import type { Like } from '../translate.ts';
import type { admin as en } from './admin.en.ts';

export const admin: Like<typeof en> = {
  area: {
    title: 'পরিচালনা',
    email: 'ই-মেইল',
    password: 'পাসওয়ার্ড',
    factor: 'অথেনটিকেটরের কোড',
    signIn: 'লগ-ইন',
    signOut: 'লগ-আউট',
    hello: '{{name}} হিসেবে লগ-ইন করা।',
  },
};
