window.gceCatalog = {plural: (n) => 0, messages: {
 "%(count)s selected resource is not in a state for this and stays as it is: %(names)s": [
  "所选的 %(count)s 个资源的当前状态不支持此操作，将保持不变：%(names)s"
 ],
 "%(sent)s of %(count)s": "%(sent)s / %(count)s",
 "%s (not found)": "%s（未找到）",
 "%s (request %s)": "%s（请求 %s）",
 "%s (the newest)": "%s（最新）",
 "%s failed": [
  "%s 项失败"
 ],
 "%s is in use already.": "%s 已被使用。",
 "%s operation has finished": [
  "%s 项操作已完成"
 ],
 "%s result": [
  "%s 条结果"
 ],
 "%s rows": "%s 行",
 "%s selected": [
  "已选择 %s 项"
 ],
 "Actions for %s": "针对 %s 的操作",
 "All has been sent. The image is being stored …": "已全部发送。正在存储映像…",
 "Change and try again": "更改并重试",
 "Choose the file once more.": "请重新选择文件。",
 "Close": "关闭",
 "Copied": "已复制",
 "Copy": "复制",
 "Could not be loaded": "无法加载",
 "Delete the view %s": "删除视图 %s",
 "Done": "已完成",
 "Download": "下载",
 "Edit": "修改",
 "Failed": "失败",
 "Loading …": "正在加载…",
 "More …": "更多…",
 "None available": "无可用项",
 "Nothing in this project has that.": "此项目中没有匹配的内容。",
 "Open the console": "打开控制台",
 "Pages": "页面",
 "Remove %s": "移除 %s",
 "Request ID": "请求 ID",
 "Running": "正在运行",
 "Searching …": "正在搜索…",
 "Sign in again": "重新登录",
 "Some fields need another look.": "部分字段需要重新检查。",
 "The browser did not let the console's window open.": "浏览器未允许打开控制台窗口。",
 "The console cannot be reached. Check the network connection.": "无法连接到控制台。请检查网络连接。",
 "The console could not do that.": "控制台无法执行此操作。",
 "The file could not be sent.": "无法发送文件。",
 "The file is empty.": "文件为空。",
 "The file is larger than %s GB, the most that is taken.": "文件大于 %s GB 的上限。",
 "The file was not taken.": "文件未被接受。",
 "The upload was cancelled.": "上传已取消。",
 "There is no room for another view. Delete one first.": "没有空间容纳更多视图。请先删除一个视图。",
 "Try again": "重试",
 "Type %s to confirm": "输入 %s 进行确认",
 "You have been signed out.": "您已退出登录。",
 "You need the permission %s for that.": "您需要具备权限 %s 才能执行此操作。",
 "current": "当前",
 "of %s": "共 %s 项"
}};
