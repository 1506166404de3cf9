import type { Like } from '../translate.ts';
import type { vendor as en } from './vendor.en.ts';

export const vendor: Like<typeof en> = {
  area: {
    title: 'বিক্রেতা কেন্দ্র',
    email: 'ই-মেইল',
    password: 'পাসওয়ার্ড',
    factor: 'অথেনটিকেটরের কোড',
    signIn: 'লগ-ইন',
    signOut: 'লগ-আউট',
    hello: '{{name}} হিসেবে লগ-ইন করা।',
  },
};
