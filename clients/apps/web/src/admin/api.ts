import { connect } from '@bdcommerce/api-client';
import { language } from '../boot/language.ts';

export const { client, session } = connect({ audience: 'admin', language: language() });
