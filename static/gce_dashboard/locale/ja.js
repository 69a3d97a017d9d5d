window.gceCatalog = {plural: (n) => 0, messages: {
 "%(count)s selected resource is not in a state for this and stays as it is: %(names)s": [
  "選択した %(count)s 個のリソースはこの操作を行える状態にないため、変更されません: %(names)s"
 ],
 "%(sent)s of %(count)s": "%(count)s のうち %(sent)s",
 "%s (not found)": "%s（見つかりません）",
 "%s (request %s)": "%s（リクエスト %s）",
 "%s (the newest)": "%s（最新）",
 "%s failed": [
  "%s 件が失敗しました"
 ],
 "%s is in use already.": "%s はすでに使用されています。",
 "%s operation has finished": [
  "%s 件のオペレーションが完了しました"
 ],
 "%s result": [
  "%s 件の結果"
 ],
 "%s rows": "%s 行",
 "%s selected": [
  "%s 件選択済み"
 ],
 "Actions for %s": "%s の操作",
 "All has been sent. The image is being stored …": "すべて送信しました。イメージを保存しています…",
 "Change and try again": "変更して再試行",
 "Choose the file once more.": "ファイルをもう一度選択してください。",
 "Close": "閉じる",
 "Copied": "コピーしました",
 "Copy": "コピー",
 "Could not be loaded": "読み込めませんでした",
 "Delete the view %s": "ビュー %s を削除",
 "Done": "完了",
 "Download": "ダウンロード",
 "Edit": "編集",
 "Failed": "失敗",
 "Loading …": "読み込み中…",
 "More …": "もっと見る…",
 "None available": "選択できる項目がありません",
 "Nothing in this project has that.": "このプロジェクトに該当する項目はありません。",
 "Open the console": "コンソールを開く",
 "Pages": "ページ",
 "Remove %s": "%s を削除",
 "Request ID": "リクエスト ID",
 "Running": "実行中",
 "Searching …": "検索中…",
 "Sign in again": "再度ログイン",
 "Some fields need another look.": "一部の項目を確認する必要があります。",
 "The browser did not let the console's window open.": "ブラウザによってコンソールのウィンドウがブロックされました。",
 "The console cannot be reached. Check the network connection.": "コンソールに接続できません。ネットワーク接続を確認してください。",
 "The console could not do that.": "コンソールでこの操作を実行できませんでした。",
 "The file could not be sent.": "ファイルを送信できませんでした。",
 "The file is empty.": "ファイルが空です。",
 "The file is larger than %s GB, the most that is taken.": "ファイルが上限の %s GB を超えています。",
 "The file was not taken.": "ファイルは受け付けられませんでした。",
 "The upload was cancelled.": "アップロードはキャンセルされました。",
 "There is no room for another view. Delete one first.": "これ以上ビューを保存できません。先にビューを 1 つ削除してください。",
 "Try again": "再試行",
 "Type %s to confirm": "確認のため「%s」と入力してください",
 "You have been signed out.": "ログアウトされました。",
 "You need the permission %s for that.": "この操作には権限 %s が必要です。",
 "current": "現在",
 "of %s": "/ %s 件"
}};
