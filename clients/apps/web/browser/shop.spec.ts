import { expect, type Page, test } from '@playwright/test';
import { codeFor, expectForAll, somePhone } from './marketplace.ts';

const OIL = '/bn/p/mustard-oil-1-l';

const fillIn = async (page: Page, phone: string): Promise<void> => {
  await page.getByLabel('আপনার নাম').fill('রহিমা বেগম');
  await page.getByLabel('মোবাইল নম্বর').fill(phone);
  await page.getByLabel('এলাকা').fill('mirp');
  await page.getByRole('option', { name: 'মিরপুর, ঢাকা, ঢাকা', exact: true }).click();
  await page.getByLabel('বাসা, রোড, ফ্ল্যাট').fill('বাসা ৫, রোড ৩');
};

const confirmPhone = async (page: Page, phone: string): Promise<void> => {
  await page.getByRole('button', { name: 'কোড পাঠান' }).click();
  const field = page.getByLabel('৬ সংখ্যার কোড');
  await expect(field).toBeVisible();
  await field.fill(await codeFor(page.request, phone));
  await expect(page.getByText('নিশ্চিত হয়েছে।')).toBeVisible();
};

test('a guest finds, chooses and orders in Bangla, to pay at the door', async ({ page }) => {
  const phone = somePhone();
  await page.goto('/');
  await expect(page).toHaveURL(/\/bn\/$/);
  await expectForAll(page);

  await page.getByRole('combobox', { name: 'খুঁজুন' }).fill('sorisha');
  await page.getByRole('combobox', { name: 'খুঁজুন' }).press('Enter');
  await expect(page).toHaveURL(/\/bn\/search\?q=sorisha/);
  await expect(page.locator('article.tile').first()).toBeVisible();
  await expectForAll(page);

  await page.goto(OIL);
  await page.getByRole('button', { name: 'ব্যাগে নিন' }).click();
  await expectForAll(page);
  await page.getByRole('link', { name: 'ব্যাগ দেখুন' }).click();
  await expect(page.getByRole('heading', { name: 'আপনার ব্যাগ' })).toBeVisible();
  await expectForAll(page);

  await page.getByRole('link', { name: 'চেকআউট' }).click();
  await fillIn(page, phone);
  await page.reload();
  await expect(page.getByLabel('এলাকা')).toHaveValue(/মিরপুর/);
  await confirmPhone(page, phone);
  await expectForAll(page);

  await page.getByRole('button', { name: /অর্ডার করুন/ }).click();
  await expect(page).toHaveURL(/\/bn\/orders\/ord_/);
  await expect(page.getByText('ধন্যবাদ! আপনার অর্ডার হয়েছে।')).toBeVisible();
  await expect(page.getByText('যা যা হয়েছে')).toBeVisible();
  await expectForAll(page);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: /অর্ডার/ })).toBeVisible();
});

test('a guest pays by bKash and comes back to the order', async ({ page }) => {
  const phone = somePhone();
  await page.goto(OIL);
  await page.getByRole('button', { name: 'ব্যাগে নিন' }).click();
  await page.getByRole('link', { name: 'ব্যাগ দেখুন' }).click();
  await page.getByRole('link', { name: 'চেকআউট' }).click();
  await fillIn(page, phone);
  await page.getByRole('radio', { name: /বিকাশ/ }).check();
  await confirmPhone(page, phone);
  await page.getByRole('button', { name: /অর্ডার করুন/ }).click();
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page).toHaveURL(/\/bn\/orders\/ord_.*payment=captured/);
  await expect(page.getByText('পরিশোধিত')).toBeVisible();
});

test.describe('in the dark, in English, on a desk', () => {
  test.use({ colorScheme: 'dark', viewport: { width: 1440, height: 900 } });
  for (const path of ['/en/', '/en/all', '/en/p/mustard-oil-1-l', '/en/cart', '/en/account', '/en/complain']) {
    test(`nobody is kept out of ${path}`, async ({ page }) => {
      await page.goto(path, { waitUntil: 'networkidle' });
      await expectForAll(page);
    });
  }
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });
  test('a product tells what it is, what it costs and who sells it', async ({ page }) => {
    await page.goto(OIL);
    await expect(page.getByRole('heading', { level: 1 })).not.toBeEmpty();
    await expect(page.locator('.price').first()).toContainText('৳');
    await expect(page.locator('a[href^="/bn/v/"]').first()).toBeVisible();
  });
});

test('back leads to where one was in the list', async ({ page }) => {
  await page.goto('/bn/all', { waitUntil: 'networkidle' });
  const tile = page.locator('article.tile').last();
  await tile.scrollIntoViewIfNeeded();
  const place = await page.evaluate(() => scrollY);
  await tile.locator('a').click();
  await expect(page).toHaveURL(/\/bn\/p\//);
  await page.goBack();
  await expect(page.locator('article.tile').first()).toBeAttached();
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(place - 200);
});
